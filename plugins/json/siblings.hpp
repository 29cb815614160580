// Which events of a tape are lists: a tape puts items one after the other, JSON wants them gathered.
#pragma once

#include <crossdock/tape.h>

#include <cstdint>
#include <vector>

namespace crossdock::json {

// For each event of a tape, where its group ends and where the next one of its name in the same group is. Built in one
// pass. Throws Failure when the tape's groups do not match or nest deeper than `depth_limit`.
class Siblings {
public:
    static constexpr std::uint32_t none = UINT32_MAX;

    Siblings(const crossdock_tape_view& tape, std::uint32_t depth_limit);

    // The event after this one and all that is inside it.
    [[nodiscard]] std::uint32_t after(std::uint32_t event) const noexcept { return links_[event].after; }
    // The next event of the same name in the same group, or none.
    [[nodiscard]] std::uint32_t next_same(std::uint32_t event) const noexcept { return links_[event].next_same; }
    // True when one of the same name came before it in the same group.
    [[nodiscard]] bool repeats(std::uint32_t event) const noexcept { return links_[event].repeats; }

private:
    struct Link {
        std::uint32_t after = none;
        std::uint32_t next_same = none;
        bool repeats = false;
    };
    std::vector<Link> links_;
};

}  // namespace crossdock::json
