// The adapter types that this plugin offers, with their properties.
#pragma once

#include <crossdock/cpp/plugin.hpp>

namespace crossdock::file {

sdk::AdapterType source_type();
sdk::AdapterType sink_type();

}  // namespace crossdock::file
