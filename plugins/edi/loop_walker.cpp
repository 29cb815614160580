// Follows a transaction's segments through the loops of its dictionary.
#include "plugins/edi/loop_walker.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {

LoopWalker::LoopWalker(DecodeContext& context)
    : context_(context), transaction_(context.transaction), counts_(transaction_.nodes.size(), 0) {}

std::uint16_t LoopWalker::place(std::uint16_t segment, const ScannedSegment& scanned, std::uint64_t room) {
    context_.reserve(room + depth_ + 2);
    const std::uint16_t node = position_ == 0 ? 1 : transaction_.after(position_, segment);
    last_ = node != 0 ? enter(node, scanned, true) : misplaced(segment, scanned);
    return last_;
}

std::uint16_t LoopWalker::enter(std::uint16_t node, const ScannedSegment& scanned, bool in_order) {
    const Node& found = transaction_.nodes[node];
    const bool begins_loop = found.begins_loop && found.parent != 0;
    const std::uint16_t placed = begins_loop ? found.parent : node;  // what stands among the container's children
    const Node& child = transaction_.nodes[placed];
    while (levels_[depth_].loop != child.parent) close(scanned.begin);
    if (in_order) pass_required(child.rank, scanned.begin);
    if (++counts_[placed] > child.max) {
        report_segment(begins_loop ? rules::loop_over_max : rules::segment_over_max, scanned,
                       fmt::format("{} {} comes {} times; at most {} would be right", begins_loop ? "loop" : "segment",
                                   tag(placed), counts_[placed], child.max));
    }
    if (begins_loop) open(placed, scanned.begin);
    position_ = node;
    return node;
}

std::uint16_t LoopWalker::misplaced(std::uint16_t segment, const ScannedSegment& scanned) {
    const bool in_set = std::any_of(transaction_.nodes.begin(), transaction_.nodes.end(),
                                    [&](const Node& node) { return node.segment == segment; });
    if (!in_set) {
        report_segment(rules::segment_not_in_set, scanned,
                       fmt::format("segment {} is no part of {} {}", scanned.tag(), context_.dialect().transaction,
                                   transaction_.set));
        return 0;
    }
    report_segment(rules::segment_out_of_order, scanned,
                   fmt::format("segment {} may not come here, after {}", scanned.tag(), tag(position_)));
    for (std::size_t level = depth_ + 1; level-- > 0;) {
        const std::uint16_t child = child_of(levels_[level].loop, segment);
        if (child == 0) continue;
        if (transaction_.nodes[child].is_loop) return enter(static_cast<std::uint16_t>(child + 1), scanned, false);
        if (level != depth_) return 0;
        ++counts_[child];
        return child;
    }
    return 0;
}

std::uint16_t LoopWalker::child_of(std::uint16_t loop, std::uint16_t segment) const {
    for (auto child = static_cast<std::uint16_t>(loop + 1); child < transaction_.nodes[loop].end;
         child = transaction_.nodes[child].end)
        if (transaction_.nodes[child].segment == segment && !transaction_.nodes[child].begins_loop) return child;
    return 0;
}

void LoopWalker::open(std::uint16_t loop, const char* at) {
    const Node& node = transaction_.nodes[loop];
    context_.group(CROSSDOCK_TAPE_BEGIN, node.name, node.max > 1, at);
    std::fill(counts_.begin() + loop + 1, counts_.begin() + node.end, 0);
    levels_[++depth_] = {loop, 1};  // the first mandatory child is the segment that begins the loop
    counts_[loop + 1u] = 1;
}

void LoopWalker::close(const char* at) {
    pass_required(unbounded, at);
    const Node& node = transaction_.nodes[levels_[depth_].loop];
    context_.group(CROSSDOCK_TAPE_END, node.name, false, at);
    --depth_;
}

// Mandatory children before `rank` should have come by now.
void LoopWalker::pass_required(std::uint32_t rank, const char* at) {
    Level& level = levels_[depth_];
    const Node& loop = transaction_.nodes[level.loop];
    while (level.next_required < loop.required_count) {
        const std::uint16_t child = transaction_.required[loop.first_required + level.next_required];
        if (transaction_.nodes[child].rank >= rank) return;
        ++level.next_required;
        if (counts_[child] != 0 || !context_.checks(rules::missing_segment)) continue;
        if (tag(child) == context_.dialect().trailer) continue;  // the splitter has reported the missing trailer
        FindingPlace place;
        place.segment = context_.segment_number();
        place.transaction_segment = context_.transaction_segment;
        place.offset = context_.source_offset + static_cast<std::uint64_t>(at - context_.source);
        place.tag = tag(child);
        place.loop = this->loop();
        report(context_.dialect(), context_.findings, rules::missing_segment, place,
               fmt::format("mandatory {} {} is missing before this place{}",
                           transaction_.nodes[child].is_loop ? "loop" : "segment", tag(child),
                           place.loop.empty() ? "" : fmt::format(" in loop {}", place.loop)));
    }
}

void LoopWalker::finish(const char* at) {
    context_.reserve(depth_ + 1);
    while (depth_ > 0) close(at);
    pass_required(unbounded, at);
}

std::string LoopWalker::path() const {
    std::string path;
    const auto add = [&](std::uint16_t node) {
        if (!path.empty()) path += '/';
        path += tag(node);
        if (transaction_.nodes[node].max > 1) path += fmt::format("[{}]", counts_[node]);
    };
    for (std::size_t level = 1; level <= depth_; ++level) add(levels_[level].loop);
    if (last_ != 0 && (!transaction_.nodes[last_].begins_loop || depth_ == 0)) add(last_);
    return path;
}

std::string_view LoopWalker::loop() const {
    return depth_ == 0 ? std::string_view{} : std::string_view(tag(levels_[depth_].loop));
}

void LoopWalker::report_segment(const Rule& rule, const ScannedSegment& scanned, const std::string& text) {
    if (!context_.checks(rule)) return;
    FindingPlace place;
    place.segment = context_.segment_number();
    place.transaction_segment = context_.transaction_segment;
    place.offset = context_.source_offset + static_cast<std::uint64_t>(scanned.begin - context_.source);
    place.size = scanned.text().size();
    place.tag = scanned.tag();
    place.loop = loop();
    report(context_.dialect(), context_.findings, rule, place, text);
}

const std::string& LoopWalker::tag(std::uint16_t node) const {
    return context_.release().segments[transaction_.nodes[node].segment].id;
}

}  // namespace crossdock::edi
