// The figures that an adapter declares and records.
#pragma once

#include <mutex>
#include <vector>

#include "host/base/binary.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::plugins {

// Thread-safe.
class Metrics {
public:
    // The same name again gives the same id. Ids count from 1.
    std::uint32_t declare(std::uint32_t kind, std::string_view name, std::string_view documentation);
    void record(std::uint32_t metric, double value);
    [[nodiscard]] std::vector<MetricFigure> figures();

private:
    std::mutex mutex_;
    std::vector<MetricFigure> figures_;
};

void write(ByteWriter& out, const std::vector<MetricFigure>& figures);
std::vector<MetricFigure> read_figures(ByteReader& in);

}  // namespace crossdock::plugins
