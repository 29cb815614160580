// What a site says of a server that we send to.
#pragma once

#include <crossdock/cpp/host.hpp>
#include <crossdock/cpp/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace crossdock::http {

struct ClientSettings {
    std::string url;                  // without a slash at its end
    std::vector<std::string> fields;  // header lines for every request, secret ones among them
    std::string user;                 // of basic authentication; empty: none
    std::string password;
    std::string ca_file;  // empty: the system's
    std::string proxy;    // empty: none
    std::uint32_t connect_timeout_ms = 0;
    std::uint32_t connections_max = 0;
    std::uint64_t response_size_max = 0;
};

// The properties that sink and service have in common.
std::vector<crossdock_property> client_properties();

// [main] Throws a Failure where the site contradicts itself or a secret cannot be read.
ClientSettings read_client_settings(const sdk::Host& host);

}  // namespace crossdock::http
