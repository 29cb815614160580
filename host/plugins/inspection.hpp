// What a plugin offers, read by opening it, and as JSON between the worker that opens it and the host.
#pragma once

#include "host/plugins/adapter_host.hpp"

namespace crossdock::plugins {

// Opens the library in this process and reads its types; what is wrong is in `refused`. Name and digest are the
// caller's to fill.
PluginInfo inspect(const std::filesystem::path& file);

// One line of JSON, and back. Code `plugin.bad-inspection` when it is none.
std::string to_json(const PluginInfo& plugin);
Result<PluginInfo> plugin_from_json(std::string_view json);

}  // namespace crossdock::plugins
