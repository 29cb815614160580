#include "plugins/http/reception.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/http/header_text.hpp"
#include "plugins/http/json_check.hpp"

namespace crossdock::http {

namespace {

constexpr std::size_t idempotency_key_size_max = 255;
constexpr std::uint32_t full_retry_ms = 1000;
constexpr std::int64_t wrong_key_log_every_ms = 10'000;

std::string_view path_of(std::string_view target) noexcept { return target.substr(0, target.find('?')); }

Response with_field(Response response, std::string_view field) {
    response.fields += field;
    return response;
}

// The answer to a failure of the host, by its class.
Response failed(const sdk::Failure& failure, std::string_view id) {
    const auto answer = [&](unsigned status) {
        return problem({.status = status, .code = failure.code(), .detail = failure.what(), .id = id});
    };
    switch (failure.error_class()) {
        case CROSSDOCK_ERROR_PERMANENT: return answer(422);
        case CROSSDOCK_ERROR_NEEDS_PERSON: return answer(409);
        default: return with_field(answer(503), retry_after_field(std::max(failure.retry_after_ms(), full_retry_ms)));
    }
}

}  // namespace

Reception::Reception(const sdk::Host& host, ReceptionSettings settings, std::function<void()> wake)
    : host_(&host), settings_(std::move(settings)), wake_(std::move(wake)) {}

bool Reception::knows_path(std::string_view target) const noexcept {
    const std::string_view path = path_of(target);
    return std::any_of(settings_.paths.begin(), settings_.paths.end(),
                       [&](const std::string& known) { return known == path; });
}

Response Reception::unauthorised(const RequestHead& head) {
    ++wrong_keys_;
    const std::int64_t now_ms = host_->scheduler().steady_time_ms(host_->raw());
    if (wrong_keys_ == 1 || now_ms - wrong_key_logged_at_ms_ >= wrong_key_log_every_ms) {
        host_->log(CROSSDOCK_LOG_PEER,
                   fmt::format("{}: no valid API key ({} such requests so far)", head.client, wrong_keys_));
        wrong_key_logged_at_ms_ = now_ms;
    }
    return with_field(problem({.status = 401,
                               .code = "http.unauthorised",
                               .detail = "send a valid key as X-Api-Key or as Authorization: Bearer"}),
                      "WWW-Authenticate: Bearer\r\n");
}

std::optional<Response> Reception::check(const RequestHead& head, std::string_view& partner) {
    partner = settings_.partner;
    if (!settings_.anonymous) {
        const auto known = settings_.keys.partner_of(key_of_request(head.x_api_key, head.authorization));
        if (!known) return unauthorised(head);
        partner = *known;
    }
    if (!knows_path(head.target))
        return problem({.status = 404, .code = "http.no-such-path", .detail = "nothing is taken in under this path"});
    if (head.method != "POST")
        return with_field(problem({.status = 405, .code = "http.method", .detail = "messages are posted: use POST"}),
                          "Allow: POST\r\n");
    if (!head.content_encoding.empty() && !equal_ignoring_case(head.content_encoding, "identity"))
        return with_field(
            problem({.status = 415, .code = "http.encoding", .detail = "send the body without Content-Encoding"}),
            "Accept-Encoding: identity\r\n");
    if (head.idempotency_key.empty() && settings_.requires_idempotency_key)
        return problem({.status = 400,
                        .code = "http.no-idempotency-key",
                        .detail = "send an Idempotency-Key, the same one when the request is sent again"});
    if (head.idempotency_key.size() > idempotency_key_size_max || !is_plain_text(head.idempotency_key))
        return problem({.status = 400,
                        .code = "http.bad-idempotency-key",
                        .detail = "an Idempotency-Key is at most 255 characters of ASCII"});
    return {};
}

void Reception::refuse(std::string_view client, std::string_view code, std::string_view text) {
    host_->intake().refused(host_->raw(), sdk::view(client), sdk::view(code), sdk::view(text));
}

std::optional<Response> Reception::check_body(const RequestHead& head, std::string_view body) {
    if (body.empty()) {
        refuse(head.client, "http.empty-body", "the request had no body");
        return problem({.status = 400, .code = "http.empty-body", .detail = "send the message as the body"});
    }
    if (!settings_.checks_json || !is_json(head.content_type)) return {};
    const auto mistake = check_json(body, settings_.json_depth_max);
    if (!mistake) return {};
    refuse(head.client, mistake->code,
           fmt::format("{} (at byte {}, pointer '{}')", mistake->text, mistake->offset, mistake->pointer));
    return problem({.status = 400,
                    .code = mistake->code,
                    .detail = mistake->text,
                    .pointer = std::string_view(mistake->pointer),
                    .offset = mistake->offset});
}

std::uint32_t Reception::reply_wait_ms(const RequestHead& head, bool& preferred) const noexcept {
    const auto wait_s = head.prefer.empty() ? std::nullopt : preferred_wait_s(head.prefer);
    preferred = wait_s.has_value() && settings_.reply_timeout_max_ms > 0;
    if (!preferred) return settings_.reply_timeout_ms;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(std::uint64_t{*wait_s} * 1000, settings_.reply_timeout_max_ms));
}

std::optional<Response> Reception::accept(const RequestHead& head, std::string_view partner, std::string_view body,
                                          const std::shared_ptr<Waiter>& waiter) {
    if (auto response = check_body(head, body)) return response;
    std::uint64_t id = 0;
    try {
        sdk::OpenMessage message(*host_);
        if (!message.opened())
            return with_field(
                problem({.status = 429, .code = "http.busy", .detail = "too many messages are under way"}),
                retry_after_field(full_retry_ms));
        message.write(body);
        Waiting waiting{waiter, std::string(path_of(head.target)), false, false, 0};
        waiting.wait_ms = reply_wait_ms(head, waiting.preferred);
        waiting.wants_reply = waiting.wait_ms > 0;

        sdk::Commit commit;
        if (!head.idempotency_key.empty()) commit.dedupe_key = fmt::format("{}/{}", partner, head.idempotency_key);
        commit.origin = head.client;
        commit.partner = partner;
        if (is_plain_text(head.content_type)) commit.content_type = head.content_type;
        commit.reply_timeout_ms = waiting.wait_ms;
        commit.headers.emplace_back("path", waiting.path);
        if (!head.idempotency_key.empty()) commit.headers.emplace_back("idempotency-key", head.idempotency_key);
        if (!head.trace_parent.empty() && is_plain_text(head.trace_parent))
            commit.headers.emplace_back("traceparent", head.trace_parent);

        id = message.id();
        waiting_.emplace(id, std::move(waiting));
        message.commit(commit);
    } catch (const sdk::Failure& failure) {
        waiting_.erase(id);
        return failed(failure, {});
    }
    return {};
}

void Reception::settle(std::uint64_t message, const crossdock_receipt& receipt) {
    Settled settled;
    settled.message = message;
    settled.verdict = receipt.verdict;
    settled.id = sdk::text(receipt.id);
    if (receipt.error != nullptr) settled.error = sdk::Failure::from(*receipt.error);
    add(std::move(settled));
}

void Reception::settle(std::uint64_t message, const crossdock_reply& reply) {
    Settled settled;
    settled.message = message;
    settled.is_reply = true;
    settled.complete = reply.complete != 0;
    settled.id = sdk::text(reply.id);
    settled.payload = sdk::text(reply.payload);
    settled.content_type = sdk::text(reply.content_type);
    if (reply.error != nullptr) settled.error = sdk::Failure::from(*reply.error);
    add(std::move(settled));
}

void Reception::add(Settled settled) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = settled_.empty();
        settled_.push_back(std::move(settled));
    }
    if (first) wake_();
}

void Reception::hand_over() {
    {
        const std::lock_guard lock(mutex_);
        handed_over_.swap(settled_);
    }
    for (const Settled& settled : handed_over_) answer(settled);
    handed_over_.clear();
}

void Reception::answer(const Settled& settled) {
    const auto found = waiting_.find(settled.message);
    if (found == waiting_.end()) return;
    const bool goes_on = !settled.is_reply && found->second.wants_reply && settled.verdict != CROSSDOCK_REFUSED;
    if (goes_on) return;
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    waiting.waiter->respond(settled.is_reply ? answer_reply(waiting, settled) : answer_receipt(waiting, settled));
}

Response Reception::accepted(const Waiting& waiting, std::string_view id) const {
    Response response;
    response.status = 202;
    response.content_type = "application/json";
    response.body = id_body(id);
    if (settings_.location.empty() || !is_field_value(id)) return response;
    std::string location = settings_.location;
    const auto fill = [&](std::string_view name, std::string_view value) {
        if (const std::size_t at = location.find(name); at != std::string::npos)
            location.replace(at, name.size(), value);
    };
    fill("{path}", waiting.path);
    fill("{id}", id);
    response.fields = "Location: " + location + "\r\n";
    return response;
}

Response Reception::answer_receipt(const Waiting& waiting, const Settled& settled) const {
    if (settled.verdict == CROSSDOCK_REFUSED)
        return failed(settled.error.value_or(sdk::Failure::retry("http.refused", "the host refused the message")), {});
    Response response = accepted(waiting, settled.id);
    if (settled.verdict == CROSSDOCK_ALREADY_KNOWN) response.status = 200;
    return response;
}

Response Reception::answer_reply(const Waiting& waiting, const Settled& settled) const {
    Response response;
    if (settled.error) {
        response = failed(*settled.error, settled.id);
    } else if (!settled.complete) {
        response = accepted(waiting, settled.id);
    } else {
        response.status = 200;
        const bool usable = !settled.content_type.empty() && is_field_value(settled.content_type);
        response.content_type = usable ? settled.content_type : "application/octet-stream";
        response.body = settled.payload;
    }
    if (waiting.preferred) response.fields += fmt::format("Preference-Applied: wait={}\r\n", waiting.wait_ms / 1000);
    return response;
}

void Reception::dismiss() {
    auto waiting = std::move(waiting_);
    waiting_.clear();
    for (auto& [message, who] : waiting)
        who.waiter->respond(
            with_field(problem({.status = 503,
                                .code = "http.stopping",
                                .detail = "this host stops before it knows what became of the message: send it again "
                                          "with the same Idempotency-Key"}),
                       retry_after_field(full_retry_ms)));
}

}  // namespace crossdock::http
