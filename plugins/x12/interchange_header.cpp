// Reads the interchange header (ISA).
#include "plugins/x12/interchange_header.hpp"

#include "plugins/edi/envelope_text.hpp"

#include <algorithm>
#include <string>

namespace crossdock::x12 {
namespace {

// Where the element separators of a well-formed header stand.
constexpr std::array<std::size_t, 16> separator_offsets{3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103};
constexpr std::string_view first_version_with_repetition = "00402";
constexpr std::string_view first_version_with_release = "00704";
constexpr std::string_view extension_tag = "ISX";

// `ISX*RELEASE*…`, which may follow an ISA that was read.
HeaderResult read_extension(std::string_view bytes, InterchangeHeader& header) {
    std::size_t begin = header.size;
    while (begin < bytes.size() && static_cast<unsigned char>(bytes[begin]) <= 0x20) ++begin;
    const HeaderResult unfinished = bytes.size() < longest_header ? HeaderResult::needs_more : HeaderResult::complete;
    const std::string_view rest = bytes.substr(begin, longest_header - std::min(begin, longest_header));
    const std::string wanted = std::string(extension_tag) + header.delimiters.element;
    if (rest.size() < wanted.size()) return wanted.starts_with(rest) ? unfinished : HeaderResult::complete;
    if (!rest.starts_with(wanted)) return HeaderResult::complete;
    const std::size_t end = rest.find(header.delimiters.segment);
    if (end == std::string_view::npos) return unfinished;
    const std::string_view release = element_at(rest.substr(0, end), header.delimiters, 1);
    const Delimiters& all = header.delimiters;
    if (release.size() == 1 && can_delimit(release[0]) && release[0] != all.element && release[0] != all.component &&
        release[0] != all.segment && release[0] != all.repetition)
        header.delimiters.release = release[0];
    header.size = begin + end + 1;
    header.segments = 2;
    return HeaderResult::complete;
}

}  // namespace

HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header) {
    if (bytes.size() < 4) return HeaderResult::needs_more;
    const char separator = bytes[3];
    if (!can_delimit(separator)) return HeaderResult::not_a_header;
    header = {};
    header.delimiters.element = separator;
    const std::string_view window = bytes.substr(0, longest_isa);
    const HeaderResult unfinished = bytes.size() < longest_isa ? HeaderResult::needs_more : HeaderResult::not_a_header;
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
    if (header.size > window.size()) return unfinished;
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
    if (!distinct || !can_delimit(found.component) || !can_delimit(found.segment)) return HeaderResult::not_a_header;
    if (!all_digits(version) || version < first_version_with_release) return HeaderResult::complete;
    return read_extension(bytes, header);
}

}  // namespace crossdock::x12
