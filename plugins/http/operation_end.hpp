// How sink and service end an operation whose exchange failed, and what they share of a request.
#pragma once

#include <crossdock/cpp/host.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/http/client.hpp"

namespace crossdock::http {

// How long `stop` lets requests end that are under way.
constexpr std::int64_t stop_grace_ms = 2000;

// Fails the operation if the exchange did; false when it did not.
bool ended_badly(const sdk::Host& host, std::uint64_t operation, const Exchange& exchange);

// The client of an adapter that was started; throws a Failure when it was not. It stays after `stop`, so that a late
// cancel or submit meets one that answers.
Client& started(const std::unique_ptr<Client>& client);

// `Idempotency-Key: …`; throws a PERMANENT failure for a key that no header field can hold.
std::string idempotency_field(std::string_view key);

// The text or number at a JSON pointer; empty when there is none, or the text is no JSON.
std::optional<std::string> scalar_at(std::string_view json, std::string_view pointer);

}  // namespace crossdock::http
