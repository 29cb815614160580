// The adapter types that this plugin offers, with their properties.
#pragma once

#include <crossdock/cpp/plugin.hpp>

namespace crossdock::http {

sdk::AdapterType source_type();
sdk::AdapterType sink_type();
sdk::AdapterType service_type();

}  // namespace crossdock::http
