// The interchange header: ISA, and ISX where it follows. Where its parts are and which delimiters it declares. X12.5.
#pragma once

#include "plugins/edi/header_syntax.hpp"
#include "plugins/x12/delimiters.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crossdock::x12 {

struct InterchangeHeader {
    Delimiters delimiters;
    std::array<std::string_view, 17> elements;  // [1] to [16]; [0] is the tag. Views of what was read
    std::size_t size = 0;                       // with the terminator, and with ISX
    std::uint32_t segments = 1;                 // 2 with ISX
    bool fixed_width = true;                    // every element has the width that the standard fixes
};

// No ISA is longer than this, however badly padded, and no header with its ISX.
inline constexpr std::size_t longest_isa = 320;
inline constexpr std::size_t longest_header = longest_isa + 160;

// Reads a header at the start of `bytes`, which begin with `ISA`. One whose elements have wrong widths is read too.
// From version 00704 on a segment ISX may follow, whose first element is the release character: then the header ends
// with it, and the answer depends on the bytes up to its tag. Else it depends on no byte after the header.
[[nodiscard]] HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header);

}  // namespace crossdock::x12
