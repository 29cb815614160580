// What the end of an exchange means for the host: done, or which class of failure.
#pragma once

#include <crossdock/cpp/failure.hpp>

#include <cstdint>
#include <optional>

#include "plugins/http/client.hpp"

namespace crossdock::http {

// Empty when the other side answered 2xx. 408, 425, 429, 5xx and what went wrong on the way may be tried again, after
// `Retry-After` if it said so; 401, 403, 407, redirects and certificates need the site changed; other 4xx never
// succeed. `now_s` is since 1970 UTC.
std::optional<sdk::Failure> failure_of(const Exchange& exchange, std::int64_t now_s);

}  // namespace crossdock::http
