// What a site says about one adapter, checked against its type's properties.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/base/error.hpp"

namespace crossdock::plugins {

enum class Isolation { thread, process };

// One property as the site wrote it.
struct PropertyText {
    std::string name;
    std::string value;
    Position position;
};

// A bound on what runs at once in one adapter, so that none starves another.
struct LaneSettings {
    std::uint32_t width = 1;              // operations at once
    std::uint32_t deadline_ms = 30'000;   // of one operation
    std::uint32_t credit = 64;            // messages a source may have open
    std::uint32_t poll_every_ms = 1'000;  // of a polling source
    std::uint32_t stop_within_ms = 10'000;
};

struct AdapterSettings {
    std::string name;    // in the site, unique
    std::string plugin;  // file name without ending: `x12`
    std::string type;    // adapter type; often the plugin's name
    Isolation isolation = Isolation::thread;
    LaneSettings lane;
    std::vector<PropertyText> properties;
    Position position;
};

}  // namespace crossdock::plugins
