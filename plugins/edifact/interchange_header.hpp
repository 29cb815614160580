// The interchange header: UNA and UNB. ISO 9735-1, 7 and annex C.
#pragma once

#include "plugins/edi/header_syntax.hpp"
#include "plugins/edifact/dialect.hpp"

#include <string>
#include <string_view>

namespace crossdock::edifact {

// Views of what was read, with release characters; empty where an element is absent.
struct InterchangeHeader {
    Delimiters delimiters;
    std::string_view segment;         // UNB, without its terminator
    std::string_view repertoire;      // 0001, `UNOC`
    std::string_view syntax_version;  // 0002, `3`
    std::string_view date, time;
    std::string_view acknowledgement_request;
    std::string_view test;
    std::size_t size = 0;  // with UNA, what is between them, and the terminator
};

// How the names of repertoires begin.
inline constexpr std::string_view repertoire_begin = "UNO";

// No header is longer than this.
inline constexpr std::size_t longest_header = 1024;

// Reads a header at the start of `bytes`, which begin with `UNA` or `UNB`. The answer depends on no byte after it.
[[nodiscard]] HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header);

}  // namespace crossdock::edifact
