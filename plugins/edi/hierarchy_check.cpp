// Follows the tree that HL numbers.
#include "plugins/edi/hierarchy_check.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {

void HierarchyCheck::level(const ScannedSegment& segment) {
    const auto element = [&](std::uint32_t position) {
        return position <= std::min(segment.elements, ScannedSegment::capacity) ? segment.element(position)
                                                                                : std::string_view{};
    };
    const std::string id(element(1));
    const std::string parent(element(2));
    if (!parent.empty()) {
        const auto found = levels_.find(parent);
        if (found == levels_.end())
            report_element(
                rules::hierarchy_parent, segment, 2, element(2),
                fmt::format("{}02 names the parent '{}', but no such level came before", segment.tag(), parent));
        else
            found->second.has_children = true;
    }
    if (id.empty()) return;
    Level level;
    level.segment_number = context_.segment_number();
    level.transaction_segment = context_.transaction_segment;
    level.children = element(4);
    const char* at = level.children.empty() ? segment.begin : element(4).data();
    level.offset = context_.source_offset + static_cast<std::uint64_t>(at - context_.source);
    if (!levels_.emplace(id, std::move(level)).second)
        report_element(rules::hierarchy_duplicate, segment, 1, element(1),
                       fmt::format("{}01 is '{}', which an earlier level has already", segment.tag(), id));
}

void HierarchyCheck::finish() {
    const Transaction& transaction = context_.transaction;
    if (transaction.hierarchy == none) return;
    const std::string& tag = context_.release().segments[transaction.hierarchy].id;
    std::vector<const std::pair<const std::string, Level>*> wrong;
    for (const auto& entry : levels_)
        if (!entry.second.children.empty() && (entry.second.children == "1") != entry.second.has_children)
            wrong.push_back(&entry);
    std::sort(wrong.begin(), wrong.end(), [](const auto* left, const auto* right) {
        return left->second.transaction_segment < right->second.transaction_segment;
    });
    for (const auto* entry : wrong) {
        const Level& level = entry->second;
        const std::string label = tag + "04";
        FindingPlace place;
        place.segment = level.segment_number;
        place.transaction_segment = level.transaction_segment;
        place.element = 4;
        place.offset = level.offset;
        place.size = level.children.size();
        place.value = level.children;
        place.tag = tag;
        place.path = label;
        report(context_.dialect(), context_.findings, rules::hierarchy_children, place,
               fmt::format("{} of level {} says '{}', but {} below it", label, entry->first, level.children,
                           level.has_children ? "there are levels" : "there is none"));
    }
}

void HierarchyCheck::report_element(const Rule& rule, const ScannedSegment& segment, std::uint16_t element,
                                    std::string_view value, const std::string& text) {
    const std::string label = fmt::format("{}{:02}", segment.tag(), element);
    FindingPlace place;
    place.segment = context_.segment_number();
    place.transaction_segment = context_.transaction_segment;
    place.element = element;
    place.offset = context_.source_offset + static_cast<std::uint64_t>(value.data() - context_.source);
    place.size = value.size();
    place.value = value;
    place.tag = segment.tag();
    place.path = label;
    report(context_.dialect(), context_.findings, rule, place, text);
}

}  // namespace crossdock::edi
