// The benches of the whole, each with its figures as one line of JSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace crossdock::bench {

struct BenchOptions {
    std::filesystem::path folder;  // for sites; on the disk that is to be measured
    std::uint64_t orders = 100'000;
    std::uint32_t orders_an_interchange = 100;
    bool file_an_order = false;
    bool responses = false;  // an 855 for each interchange as well as its 997
    std::uint32_t connections = 64;
};

// From files to canonical documents to ERP files: orders_per_s, us_per_order and its stages, rss_mb.
std::string bench_intake(const BenchOptions& options);
// One interchange with all orders in one group: how far the resident memory grows while it passes, rss_grown_mb.
std::string bench_large(const BenchOptions& options);
// Orders over HTTP: accepted_per_s, p50_ms, p99_ms, and what Beast alone does in the same run.
std::string bench_http(const BenchOptions& options);
// How fast the EDI formats read 20 MB of orders, in megabytes a second of CPU: segment events, all checks, to the
// canonical document; and rss_mb_at_1gb, the peak of resident memory after 1 GB of X12.
std::string bench_edi(const BenchOptions& options);
// A host with nothing to do: ready_ms, rss_mb.
std::string bench_idle(const BenchOptions& options);

}  // namespace crossdock::bench
