// BIN and BDS, whose data may hold delimiters.
#pragma once

#include "plugins/edi/binary_segments.hpp"

namespace crossdock::x12 {

// `BIN*SIZE*DATA` and `BDS*CODE*SIZE*DATA`: X12.6, binary data element.
[[nodiscard]] std::uint64_t binary_size(std::string_view begin, const edi::Delimiters& delimiters);

inline constexpr edi::BinarySegments binary_segments{'B', &binary_size};

}  // namespace crossdock::x12
