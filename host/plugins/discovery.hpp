// Plugins' files in the folders.
#pragma once

#include "host/plugins/adapter_host.hpp"
#include "host/plugins/manifest.hpp"

namespace crossdock::plugins {

// Files of all folders, by plugin name; of a name that lies in several, the first folder's.
std::vector<std::filesystem::path> list_plugin_files(const std::vector<std::filesystem::path>& folders);

// The file of one plugin, verified. Code `plugin.unknown` with what there is, or those of verify_plugin.
Result<VerifiedPlugin> find_plugin(const AdapterHostOptions& options, std::string_view name);

}  // namespace crossdock::plugins
