#include "plugins/http/transfer.hpp"

#include <fmt/format.h>

#include <limits>

#include "plugins/http/header_text.hpp"

namespace crossdock::http {

Transfer::Transfer(const ClientSettings& settings, Request request, std::function<void(Exchange)> done,
                   std::unique_ptr<CURL, FreeEasy> handle)
    : request_(std::move(request)),
      done_(std::move(done)),
      handle_(handle ? std::move(handle) : std::unique_ptr<CURL, FreeEasy>(curl_easy_init())),
      response_size_max_(settings.response_size_max) {
    if (!handle_) throw sdk::Failure::retry("http.client", "libcurl could not make a handle");
    set_up(settings);
}

template <typename Value>
void Transfer::set(CURLoption option, Value value) {
    if (const CURLcode code = curl_easy_setopt(handle_.get(), option, value); code != CURLE_OK)
        throw sdk::Failure::configuration(
            "http.client", fmt::format("libcurl refuses a setting of {}: {}", request_.path, curl_easy_strerror(code)));
}

void Transfer::set_up(const ClientSettings& settings) {
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(fields_.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(fields_.release());
        fields_.reset(longer);
    };
    for (const std::string& line : settings.fields) add(line);
    for (const std::string& line : request_.fields) add(line);
    add("Expect:");

    set(CURLOPT_URL, (settings.url + request_.path).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    if (request_.has_body) {
        set(CURLOPT_POSTFIELDS, request_.body.empty() ? "" : request_.body.data());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    set(CURLOPT_HTTPHEADER, fields_.get());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_PROXY, settings.proxy.c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.deadline_ms));
    set(CURLOPT_USERAGENT, "crossdock");
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_ERRORBUFFER, trouble_);
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::take_field);
    set(CURLOPT_HEADERDATA, this);
    if (!settings.ca_file.empty()) set(CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.user.empty()) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, settings.user.c_str());
        set(CURLOPT_PASSWORD, settings.password.c_str());
    }
}

std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = size * count;
    if (bytes > transfer.response_size_max_ - transfer.exchange_.body.size()) {
        transfer.too_large_ = true;
        return 0;
    }
    const auto taken = sdk::guarded(nullptr, [&] {
        transfer.exchange_.body.append(data, bytes);
        return CROSSDOCK_OK;
    });
    return taken == CROSSDOCK_OK ? bytes : 0;
}

std::size_t Transfer::take_field(char* data, std::size_t size, std::size_t count, void* self) noexcept {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(data, size * count);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return size * count;
    const std::string_view value = trimmed(line.substr(colon + 1, line.find_last_not_of("\r\n") - colon));
    const auto taken = sdk::guarded(nullptr, [&] {
        if (equal_ignoring_case(line.substr(0, colon), "retry-after")) transfer.exchange_.retry_after = value;
        if (equal_ignoring_case(line.substr(0, colon), "location")) transfer.exchange_.location = value;
        return CROSSDOCK_OK;
    });
    return taken == CROSSDOCK_OK ? size * count : 0;
}

Exchange::End Transfer::end_of(CURLcode code) const noexcept {
    using End = Exchange::End;
    if (too_large_) return End::too_large;
    switch (code) {
        case CURLE_OK: return End::answered;
        case CURLE_OPERATION_TIMEDOUT: return End::timed_out;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_ISSUER_ERROR: return End::not_trusted;
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL: return End::bad_request;
        default: return End::unreachable;
    }
}

std::unique_ptr<CURL, FreeEasy> Transfer::end(CURLcode code) {
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &exchange_.status);
    exchange_.end = end_of(code);
    if (code != CURLE_OK) exchange_.trouble = trouble_[0] != '\0' ? trouble_ : curl_easy_strerror(code);
    auto handle = std::move(handle_);
    curl_easy_reset(handle.get());
    done_(std::move(exchange_));
    return handle;
}

void Transfer::end_cancelled() {
    handle_.reset();
    exchange_.end = Exchange::End::cancelled;
    exchange_.trouble = "given up";
    done_(std::move(exchange_));
}

}  // namespace crossdock::http
