// The interchange header (ISA): where its parts are and which delimiters it declares. X12.5, 106 bytes of fixed width.
#pragma once

#include "plugins/edi/header_syntax.hpp"
#include "plugins/x12/delimiters.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace crossdock::x12 {

struct InterchangeHeader {
    Delimiters delimiters;
    std::array<std::string_view, 17> elements;  // [1] to [16]; [0] is the tag. Views of what was read
    std::size_t size = 0;                       // with the terminator
    bool fixed_width = true;                    // every element has the width that the standard fixes
};

// No header is longer than this, however badly padded.
inline constexpr std::size_t longest_header = 320;

// Reads a header at the start of `bytes`, which begin with `ISA`. One whose elements have wrong widths is read too.
// The answer depends on no byte after the header.
[[nodiscard]] HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header);

}  // namespace crossdock::x12
