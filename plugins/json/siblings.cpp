#include "plugins/json/siblings.hpp"

#include <crossdock/cpp/failure.hpp>

#include <string>

namespace crossdock::json {

namespace {

// The last event with each name, per level; an entry counts only when its group is the one that is open there.
struct Last {
    std::uint32_t group = 0;
    std::uint32_t event = 0;
};

[[noreturn]] void fail_tape() {
    throw sdk::Failure::permanent("json.bad-tape", "the document's groups do not match; every BEGIN needs its END");
}

}  // namespace

Siblings::Siblings(const crossdock_tape_view& tape, std::uint32_t depth_limit) {
    if (tape.event_count >= none) fail_tape();
    const auto count = static_cast<std::uint32_t>(tape.event_count);
    links_.resize(count);
    std::vector<std::vector<Last>> levels(1, std::vector<Last>(tape.name_count));
    std::vector<std::uint32_t> open;
    std::vector<std::uint32_t> groups{1};
    std::uint32_t group_count = 1;
    for (std::uint32_t index = 0; index < count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        if (event.kind == CROSSDOCK_TAPE_END) {
            if (open.empty()) fail_tape();
            links_[open.back()].after = index + 1;
            open.pop_back();
            groups.pop_back();
            continue;
        }
        if (event.name >= tape.name_count) fail_tape();
        Last& last = levels[open.size()][event.name];
        if (last.group == groups.back()) {
            links_[last.event].next_same = index;
            links_[index].repeats = true;
        }
        last = {groups.back(), index};
        links_[index].after = index + 1;
        if (event.kind != CROSSDOCK_TAPE_BEGIN) continue;
        open.push_back(index);
        groups.push_back(++group_count);
        if (open.size() >= depth_limit)
            throw sdk::Failure::permanent("json.too-deep", "the document is nested deeper than depth-limit, " +
                                                               std::to_string(depth_limit) + " levels");
        if (levels.size() == open.size()) levels.emplace_back(tape.name_count);
    }
    if (!open.empty()) fail_tape();
}

}  // namespace crossdock::json
