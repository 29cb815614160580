// Metrics, recorded.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace crossdock::sdk::testing {

struct Metric {
    std::uint32_t kind = 0;
    std::string name;
    std::string documentation;
    std::vector<double> values;
};

// Safe from any thread.
class FakeMetrics {
public:
    // The same name again gives the same id; ids begin at 1.
    std::uint32_t declare(std::uint32_t kind, const std::string& name, const std::string& documentation);
    // False when the id was never declared.
    bool record(std::uint32_t metric, double value);
    // What was recorded under the name; nothing when it was never declared.
    [[nodiscard]] std::vector<double> values(const std::string& name) const;
    [[nodiscard]] std::vector<Metric> all() const;

private:
    mutable std::mutex mutex_;
    std::vector<Metric> metrics_;
};

}  // namespace crossdock::sdk::testing
