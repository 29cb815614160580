// What a site says of an address that takes messages in.
#pragma once

#include <crossdock/cpp/host.hpp>
#include <crossdock/cpp/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/http/api_keys.hpp"

namespace crossdock::http {

struct ServerSettings {
    std::string address;
    std::uint16_t port = 0;
    std::string certificate_path;  // empty: no TLS
    std::string private_key;       // PEM
    std::uint64_t body_size_max = 0;
    std::uint32_t header_size_max = 0;
    std::uint32_t connections_max = 0;
    std::int64_t header_timeout_ms = 0;
    std::int64_t body_timeout_ms = 0;
    std::int64_t idle_timeout_ms = 0;
};

struct ReceptionSettings {
    std::vector<std::string> paths;
    ApiKeys keys;
    bool anonymous = false;
    std::string partner;  // of anonymous requests
    bool requires_idempotency_key = false;
    bool checks_json = true;
    std::uint32_t json_depth_max = 0;
    std::uint32_t reply_timeout_ms = 0;      // 0: no reply unless asked for
    std::uint32_t reply_timeout_max_ms = 0;  // 0: never
    std::string location;                    // with {id} and {path} in it; empty: none
};

struct SourceSettings {
    ServerSettings server;
    ReceptionSettings reception;
};

std::vector<crossdock_property> source_properties();

// [main] Throws a Failure where the site contradicts itself or a secret cannot be read.
SourceSettings read_source_settings(const sdk::Host& host);

}  // namespace crossdock::http
