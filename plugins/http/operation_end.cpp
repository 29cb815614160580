#include "plugins/http/operation_end.hpp"

#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include "plugins/http/header_text.hpp"
#include "plugins/http/verdict.hpp"

namespace crossdock::http {

bool ended_badly(const sdk::Host& host, std::uint64_t operation, const Exchange& exchange) {
    const auto failure = failure_of(exchange, host.scheduler().wall_time_ms(host.raw()) / 1000);
    if (!failure) return false;
    host.fail(operation, *failure, exchange.end == Exchange::End::cancelled ? CROSSDOCK_CANCELLED : CROSSDOCK_FAILED);
    return true;
}

Client& started(const std::unique_ptr<Client>& client) {
    if (!client) throw sdk::Failure::permanent("plugin.call-out-of-order", "the adapter was not started");
    return *client;
}

std::string idempotency_field(std::string_view key) {
    if (!is_plain_text(key))
        throw sdk::Failure::permanent("http.bad-idempotency-key", "the idempotency key is not plain ASCII text");
    return "Idempotency-Key: " + std::string(key);
}

std::optional<std::string> scalar_at(std::string_view json, std::string_view pointer) {
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
    rapidjson::Document document;
    document.Parse<flags>(json.data(), json.size());
    if (document.HasParseError()) return {};
    const rapidjson::Pointer place(pointer.data(), pointer.size());
    if (!place.IsValid()) return {};
    const rapidjson::Value* value = place.Get(document);
    if (value == nullptr || !value->IsString()) return {};
    return std::string(value->GetString(), value->GetStringLength());
}

}  // namespace crossdock::http
