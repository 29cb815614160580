// What a runner is told when it begins, and what it answers about its adapter.
#pragma once

#include <optional>

#include "host/base/binary.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::plugins {

struct AdapterSetup {
    std::uint64_t generation = 1;  // of the runner; 1 first, one more with each restart
    std::filesystem::path plugin_file;
    AdapterSettings settings;
    std::uint32_t log_level = 3;          // CROSSDOCK_LOG_*: the least that is kept
    std::filesystem::path socket_folder;  // where lanes bind for other processes; empty: the host is this process
};

// What an adapter offers, known after `init`.
struct Description {
    std::uint32_t interfaces = 0;  // CROSSDOCK_INTERFACE_*
    std::optional<Promise> promise{};
    std::vector<OperationInfo> operations;
};

void write(ByteWriter& out, const AdapterSetup& setup);
AdapterSetup read_setup(ByteReader& in);
void write(ByteWriter& out, const Description& description);
Description read_description(ByteReader& in);

}  // namespace crossdock::plugins
