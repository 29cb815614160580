#include "plugins/http/verdict.hpp"

#include <fmt/format.h>

#include "plugins/http/header_text.hpp"

namespace crossdock::http {

namespace {

constexpr std::size_t excerpt_size_max = 300;

// The beginning of a response for people: one line.
std::string excerpt(std::string_view body) {
    std::string text;
    for (const char character : body.substr(0, excerpt_size_max))
        text += static_cast<unsigned char>(character) < 0x20 || character == 0x7F ? ' ' : character;
    while (!text.empty() && text.size() == excerpt_size_max && (static_cast<unsigned char>(text.back()) & 0x80u) != 0)
        text.pop_back();
    if (trimmed(text).empty()) return "";
    return fmt::format(": {}{}", trimmed(text), body.size() > excerpt_size_max ? "…" : "");
}

sdk::Failure failure_of_status(const Exchange& exchange, std::int64_t now_s) {
    const long status = exchange.status;
    const std::string code = fmt::format("http.status-{}", status);
    const std::string text = fmt::format("the server answered {}{}", status, excerpt(exchange.body));
    if (status >= 300 && status < 400)
        return sdk::Failure::configuration(
            code,
            fmt::format("the server answered {} and points to '{}': put that into url", status, exchange.location));
    if (status == 401 || status == 403 || status == 407)
        return sdk::Failure::configuration(code, text + " (are the credentials of this adapter right?)");
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
        if (const auto delay_ms = retry_after_ms(exchange.retry_after, now_s))
            return sdk::Failure::retry_after(code, text, *delay_ms);
        return sdk::Failure::retry(code, text);
    }
    return sdk::Failure::permanent(code, text);
}

}  // namespace

std::optional<sdk::Failure> failure_of(const Exchange& exchange, std::int64_t now_s) {
    using End = Exchange::End;
    switch (exchange.end) {
        case End::answered:
            if (exchange.status >= 200 && exchange.status < 300) return {};
            return failure_of_status(exchange, now_s);
        case End::timed_out: return sdk::Failure::retry("http.timeout", "no answer in time: " + exchange.trouble);
        case End::unreachable:
            return sdk::Failure::retry("http.unreachable", "the server cannot be reached: " + exchange.trouble);
        case End::not_trusted:
            return sdk::Failure::configuration(
                "http.not-trusted", "the server's certificate is not trusted: " + exchange.trouble + " (see ca-file)");
        case End::bad_request: return sdk::Failure::configuration("http.bad-url", exchange.trouble);
        case End::too_large:
            return sdk::Failure::permanent("http.response-too-large", "the response is longer than response-size-max");
        case End::cancelled: return sdk::Failure::retry("http.cancelled", exchange.trouble);
    }
    return sdk::Failure::permanent("http.client", "the exchange ended in a way that is not known");
}

}  // namespace crossdock::http
