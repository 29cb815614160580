// What a format's answers must keep to for the host to count with them, beyond being frames that can be read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/plugins/format_types.hpp"

namespace crossdock::plugins {

// What is wrong with the slots of an output of that many bytes, as a sentence; empty when nothing is. Slots are of a
// known kind, 1 to 14 digits wide, lie inside the output, in order, and do not overlap; of each kind the ordinals begin
// at 0 and leave none out, so that as many numbers are taken as there are places for them.
[[nodiscard]] std::string fault_of(const std::vector<Slot>& slots, std::uint64_t bytes);

// Follows one split: envelopes begin, and transactions lie, in what it was fed and behind what it reported before. What
// it says of envelopes' ends and of findings' places is only shown or compared.
class SplitOrder {
public:
    void feed(std::uint64_t bytes) { fed_ += bytes; }
    // What is wrong with the next events, as a sentence; empty when nothing is.
    [[nodiscard]] std::string fault_of(const std::vector<SplitEvent>& events);

private:
    std::uint64_t fed_ = 0;
    std::uint64_t reported_ = 0;  // up to where
};

}  // namespace crossdock::plugins
