#include "host/mapping/map.hpp"

#include <fmt/format.h>

#include "host/mapping/map_plan.hpp"

namespace crossdock::mapping {

Map::Map(std::unique_ptr<const MapPlan> plan) : plan_(std::move(plan)) {}
Map::~Map() = default;

const std::string& Map::name() const { return plan_->name; }
const std::string& Map::version() const { return plan_->version; }
const std::string& Map::from() const { return plan_->from; }
const std::string& Map::to() const { return plan_->to; }
const std::string& Map::source_file() const { return plan_->file; }
const std::vector<std::string>& Map::included_files() const { return plan_->included_files; }

std::string describe(const MapFailure& failure) {
    std::string text = describe(failure.rule);
    if (!text.empty()) text += ": ";
    if (!failure.target_path.empty()) text += failure.target_path + ": ";
    text += fmt::format("{} ({})", failure.text, failure.code);
    if (failure.source.line != 0) {
        text += fmt::format(", at segment or line {}", failure.source.line);
        if (failure.source.element != 0) text += fmt::format(", element {}", failure.source.element);
        if (failure.source.component != 0) text += fmt::format(", component {}", failure.source.component);
    }
    if (failure.source.offset != Position::no_offset) text += fmt::format(", byte {}", failure.source.offset);
    return text;
}

}  // namespace crossdock::mapping
