// crossdock.xml: the site's identities, adapters, retry policies and limits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/xml_file.hpp"
#include "host/plugins/format_types.hpp"
#include "host/plugins/settings.hpp"

namespace crossdock::site {

// How often and when something that failed is tried again.
struct RetryPolicy {
    std::string name;
    std::uint32_t attempts = 10;  // in all
    std::int64_t first_ms = 1'000;
    double factor = 2.0;
    std::int64_t longest_ms = 600'000;
    double jitter = 0.2;  // of the delay, either way

    // The pause before attempt `next` (2, 3, …), with `random` from 0 to 1 choosing within the jitter.
    [[nodiscard]] std::int64_t delay_ms(std::uint32_t next, double random) const;
};

struct LogConfig {
    std::string level = "info";
    std::string file;  // empty: standard error
    std::uint64_t rotate_bytes = 16ull << 20;
    std::uint32_t keep = 8;
};

struct IntakeConfig {
    std::uint32_t backlog_messages = 100'000;       // received and not through intake; beyond it sources get no credit
    std::int64_t remember_ms = 400ll * 86'400'000;  // how long a source's key makes the same message known
    std::uint64_t memory_bytes = 64ull << 20;       // of payloads waiting in memory
    std::uint64_t window_bytes = 4ull << 20;        // of one interchange worked on at a time
};

struct AdapterConfig {
    plugins::AdapterSettings settings;
    std::string format;              // of a source's payloads; empty: the formats are asked
    std::string retry = "standard";  // of a sink or service
    bool checked = false;            // a source's documents are checked against their type before they are accepted
};

struct SiteConfig {
    std::string name;
    std::vector<plugins::Party> identities;
    std::uint64_t journal_low_water_bytes = 256ull << 20;
    std::uint64_t journal_segment_bytes = 64ull << 20;
    std::string readiness_address;  // empty: none
    Position readiness_position;
    bool allow_unsigned_plugins = false;
    std::uint32_t stop_within_ms = 30'000;
    LogConfig log;
    IntakeConfig intake;
    std::map<std::string, RetryPolicy, std::less<>> retries;
    std::vector<AdapterConfig> adapters;

    [[nodiscard]] const AdapterConfig* adapter(std::string_view name) const;
};

// Reads the file; appends every mistake to `errors`.
SiteConfig read_site_config(const XmlFile& file, std::vector<Error>& errors);

}  // namespace crossdock::site
