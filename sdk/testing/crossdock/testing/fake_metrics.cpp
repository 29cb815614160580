// Metrics.
#include <crossdock/testing/fake_metrics.hpp>

namespace crossdock::sdk::testing {

std::uint32_t FakeMetrics::declare(std::uint32_t kind, const std::string& name, const std::string& documentation) {
    const std::lock_guard lock(mutex_);
    for (std::size_t index = 0; index < metrics_.size(); ++index)
        if (metrics_[index].name == name) return static_cast<std::uint32_t>(index + 1);
    metrics_.push_back({kind, name, documentation, {}});
    return static_cast<std::uint32_t>(metrics_.size());
}

bool FakeMetrics::record(std::uint32_t metric, double value) {
    const std::lock_guard lock(mutex_);
    if (metric == 0 || metric > metrics_.size()) return false;
    metrics_[metric - 1].values.push_back(value);
    return true;
}

std::vector<double> FakeMetrics::values(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    for (const Metric& metric : metrics_)
        if (metric.name == name) return metric.values;
    return {};
}

std::vector<Metric> FakeMetrics::all() const {
    const std::lock_guard lock(mutex_);
    return metrics_;
}

}  // namespace crossdock::sdk::testing
