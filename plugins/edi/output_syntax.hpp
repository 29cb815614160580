// How a transaction set is written.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edi/delimiters.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace crossdock::edi {

// What is written between data. Views live as long as the call.
struct OutputSyntax {
    Delimiters delimiters;
    std::string_view line_end;                       // after each terminator: nothing, LF or CR LF
    const CharacterSet* characters = &ascii_only();  // what it does not have is refused
};

// The frame of a transaction set: `ST*850*0001` has its name in front of the control number, `UNH+1+ORDERS:D:96A:UN`
// behind it.
struct TransactionFrame {
    std::string before_control_number;
    std::string after_control_number;
    std::uint32_t control_number_width = 1;  // padded with zeros to this
};

}  // namespace crossdock::edi
