// Segments whose data is binary and may hold delimiters, as BIN and BDS of X12.
#pragma once

#include "plugins/edi/delimiters.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crossdock::edi {

struct BinarySegments {
    // Of a segment, no more than these bytes decide where its data ends.
    static constexpr std::size_t deciding_size = 64;

    char first_of_tag = '\0';  // of every such segment; none: there are no such segments
    // How many bytes the segment has up to the end of its data, from how it begins. 0 for any other segment, and while
    // the element separator in front of the data is not among the bytes.
    std::uint64_t (*size)(std::string_view begin, const Delimiters& delimiters) = nullptr;

    [[nodiscard]] bool may_be(std::string_view begin) const {
        return first_of_tag != '\0' && !begin.empty() && begin[0] == first_of_tag;
    }
};

}  // namespace crossdock::edi
