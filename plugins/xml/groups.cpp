#include "plugins/xml/groups.hpp"

#include <crossdock/cpp/failure.hpp>

#include <string>
#include <utility>

namespace crossdock::xml {

namespace {

[[noreturn]] void fail_tape() {
    throw sdk::Failure::permanent("xml.bad-tape", "the document's groups do not match; every BEGIN needs its END");
}

}  // namespace

std::vector<Group> find_groups(const crossdock_tape_view& tape, TapeNames& names, std::uint32_t depth_limit) {
    const auto count = static_cast<std::uint32_t>(tape.event_count);
    if (count != tape.event_count || count == UINT32_MAX) fail_tape();
    std::vector<Group> groups(std::size_t{count} + 1);
    // While a group is open, its `after` holds the group around it.
    std::uint32_t open = count;
    std::uint32_t depth = 1;  // the root element is a level of its own
    for (std::uint32_t index = 0; index < count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        if (event.kind == CROSSDOCK_TAPE_END) {
            if (open == count) fail_tape();
            open = std::exchange(groups[open].after, index + 1);
            --depth;
            continue;
        }
        if (event.name >= tape.name_count) fail_tape();
        const TapeNames::Kind kind = names.kind(event.name);
        Group& group = groups[open];
        if (event.kind == CROSSDOCK_TAPE_VALUE && kind == TapeNames::Kind::attribute) {
            group.late_attribute |= group.content;
            continue;
        }
        group.content = true;
        group.text |= kind == TapeNames::Kind::text;
        if (event.kind != CROSSDOCK_TAPE_BEGIN) continue;
        if (depth >= depth_limit)
            throw sdk::Failure::permanent("xml.too-deep", "the document is nested deeper than depth-limit, " +
                                                              std::to_string(depth_limit) + " levels");
        groups[index].after = std::exchange(open, index);
        ++depth;
    }
    if (open != count) fail_tape();
    groups[count].after = count;
    return groups;
}

}  // namespace crossdock::xml
