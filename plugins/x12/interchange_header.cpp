// Reads the interchange header (ISA).
#include "plugins/x12/interchange_header.hpp"

#include <algorithm>

namespace crossdock::x12 {
namespace {

// Where the element separators of a well-formed header stand.
constexpr std::array<std::size_t, 16> separator_offsets{3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103};
constexpr std::string_view first_version_with_repetition = "00402";

}  // namespace

HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header) {
    if (bytes.size() < 4) return HeaderResult::needs_more;
    const char separator = bytes[3];
    if (!can_delimit(separator)) return HeaderResult::not_a_header;
    header = {};
    header.delimiters.element = separator;
    const std::string_view window = bytes.substr(0, longest_header);
    const HeaderResult unfinished =
        bytes.size() < longest_header ? HeaderResult::needs_more : HeaderResult::not_a_header;
    header.elements[0] = bytes.substr(0, 3);
    std::size_t at = 3;
    for (std::size_t element = 1; element <= 16; ++element) {
        header.fixed_width = header.fixed_width && at == separator_offsets[element - 1];
        if (element == 16) break;
        const std::size_t next = window.find(separator, at + 1);
        if (next == std::string_view::npos) return unfinished;
        header.elements[element] = bytes.substr(at + 1, next - at - 1);
        at = next;
    }
    header.size = at + 3;
    if (header.size > bytes.size()) return unfinished;
    header.elements[16] = bytes.substr(at + 1, 1);
    header.delimiters.component = bytes[at + 1];
    header.delimiters.segment = bytes[at + 2];
    const std::string_view version = header.elements[12];
    const std::string_view repetition = header.elements[11];
    if (version >= first_version_with_repetition && repetition.size() == 1 && can_delimit(repetition[0]))
        header.delimiters.repetition = repetition[0];
    const Delimiters& found = header.delimiters;
    const bool distinct = found.component != separator && found.segment != separator &&
                          found.segment != found.component && found.repetition != separator &&
                          found.repetition != found.component && found.repetition != found.segment;
    return distinct && can_delimit(found.component) && can_delimit(found.segment) ? HeaderResult::complete
                                                                                  : HeaderResult::not_a_header;
}

}  // namespace crossdock::x12
