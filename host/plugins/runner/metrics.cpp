#include "host/plugins/runner/metrics.hpp"

#include <crossdock/ext/metrics.h>

#include <algorithm>
#include <bit>

namespace crossdock::plugins {

std::uint32_t Metrics::declare(std::uint32_t kind, std::string_view name, std::string_view documentation) {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(figures_.begin(), figures_.end(), [&](const MetricFigure& figure) { return figure.name == name; });
    if (found != figures_.end()) return static_cast<std::uint32_t>(found - figures_.begin()) + 1;
    figures_.push_back({kind, std::string(name), std::string(documentation)});
    return static_cast<std::uint32_t>(figures_.size());
}

void Metrics::record(std::uint32_t metric, double value) {
    const std::lock_guard lock(mutex_);
    if (metric == 0 || metric > figures_.size()) return;
    MetricFigure& figure = figures_[metric - 1];
    ++figure.count;
    figure.value = figure.kind == CROSSDOCK_METRIC_GAUGE ? value : figure.value + value;
    figure.max = figure.count == 1 ? value : std::max(figure.max, value);
}

std::vector<MetricFigure> Metrics::figures() {
    const std::lock_guard lock(mutex_);
    return figures_;
}

void write(ByteWriter& out, const std::vector<MetricFigure>& figures) {
    out.varint(figures.size());
    for (const MetricFigure& figure : figures) {
        out.fixed(figure.kind);
        out.text(figure.name);
        out.text(figure.documentation);
        out.fixed(figure.count);
        out.fixed(std::bit_cast<std::uint64_t>(figure.value));
        out.fixed(std::bit_cast<std::uint64_t>(figure.max));
    }
}

std::vector<MetricFigure> read_figures(ByteReader& in) {
    std::vector<MetricFigure> figures(in.count(30));
    for (MetricFigure& figure : figures) {
        figure.kind = in.fixed<std::uint32_t>();
        figure.name = in.text();
        figure.documentation = in.text();
        figure.count = in.fixed<std::uint64_t>();
        figure.value = std::bit_cast<double>(in.fixed<std::uint64_t>());
        figure.max = std::bit_cast<double>(in.fixed<std::uint64_t>());
    }
    return figures;
}

}  // namespace crossdock::plugins
