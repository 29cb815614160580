// The text that a site gives for a property, checked and brought into the form that plugins read.
#pragma once

#include <filesystem>

#include "host/plugins/adapter_host.hpp"

namespace crossdock::plugins {

// Durations in milliseconds, sizes in bytes, booleans as yes or no, paths absolute. A sensitive property stays a
// reference, `env:NAME` or `file:PATH` with the path absolute. Codes `property.…`.
Result<std::string> normalise_property(const PluginType::Property& property, const std::string& value,
                                       const std::filesystem::path& site);

}  // namespace crossdock::plugins
