// Reads UNA and UNB.
#include "plugins/edifact/interchange_header.hpp"

#include "plugins/edi/envelope_text.hpp"

#include <array>

namespace crossdock::edifact {
namespace {

constexpr std::string_view advice_tag = "UNA";
constexpr std::string_view header_tag = "UNB";
constexpr std::size_t advice_size = 9;     // UNA and six characters
constexpr std::size_t most_elements = 16;  // UNB has eleven; text that only looks like one is known early
constexpr char level_b_element = '\x1D';

// Those without UNA: of level A for all repertoires, or of level B where the first separator is one of its own.
Delimiters usual_delimiters(char after_tag) {
    Delimiters usual;
    usual.element = '+';
    usual.component = ':';
    usual.segment = '\'';
    usual.release = '?';
    if (after_tag == level_b_element) {
        usual.element = level_b_element;
        usual.component = '\x1F';
        usual.segment = '\x1C';
        usual.release = '\0';
    }
    return usual;
}

bool are_distinct(const Delimiters& delimiters) {
    const std::array<char, 5> all{delimiters.element, delimiters.component, delimiters.segment, delimiters.release,
                                  delimiters.repetition};
    for (std::size_t left = 0; left < all.size(); ++left)
        for (std::size_t right = left + 1; right < all.size(); ++right)
            if (all[left] == all[right] && all[left] != '\0') return false;
    return true;
}

// Of a header. npos where it does not end in these bytes; `too_long` where it has more elements than one may have.
std::size_t find_terminator(std::string_view segment, const Delimiters& delimiters, bool& too_long) {
    std::size_t elements = 0;
    for (std::size_t at = 0; at < segment.size(); ++at) {
        if (segment[at] == delimiters.segment) return at;
        if (segment[at] == delimiters.element && ++elements > most_elements) {
            too_long = true;
            break;
        }
        if (delimiters.release != '\0' && segment[at] == delimiters.release) ++at;
    }
    return std::string_view::npos;
}

}  // namespace

HeaderResult read_interchange_header(std::string_view bytes, InterchangeHeader& header) {
    header = {};
    const std::string_view window = bytes.substr(0, longest_header);
    const HeaderResult unfinished =
        bytes.size() < longest_header ? HeaderResult::needs_more : HeaderResult::not_a_header;
    std::size_t begin = 0;
    char repetition = '*';
    const bool advised = window.starts_with(advice_tag);
    if (advised) {
        if (window.size() < advice_size) return unfinished;
        header.delimiters.component = window[3];
        header.delimiters.element = window[4];
        header.delimiters.decimal_mark = window[5];
        header.delimiters.release = window[6] == ' ' ? '\0' : window[6];
        repetition = window[7] == ' ' ? '\0' : window[7];
        header.delimiters.segment = window[8];
        if (!can_delimit(header.delimiters.component) || !can_delimit(header.delimiters.element) ||
            !can_delimit(header.delimiters.segment) || !are_distinct(header.delimiters))
            return HeaderResult::not_a_header;
        begin = advice_size;
        while (begin < window.size() && static_cast<unsigned char>(window[begin]) <= 0x20) ++begin;
    }
    if (window.size() < begin + header_tag.size() + 1) {
        return header_tag.starts_with(window.substr(begin, header_tag.size())) ? unfinished
                                                                               : HeaderResult::not_a_header;
    }
    if (!window.substr(begin).starts_with(header_tag)) return HeaderResult::not_a_header;
    const char after_tag = window[begin + header_tag.size()];
    if (!advised) header.delimiters = usual_delimiters(after_tag);
    // The bytes after it say whether it was meant as a header.
    if (after_tag != header.delimiters.element)
        return window.size() < begin + header_tag.size() + 1 + repertoire_begin.size() ? unfinished
                                                                                       : HeaderResult::not_a_header;
    bool too_long = false;
    const std::size_t end = find_terminator(window.substr(begin), header.delimiters, too_long);
    if (too_long) return HeaderResult::not_a_header;
    if (end == std::string_view::npos) return unfinished;
    header.size = begin + end + 1;

    const std::string_view segment = window.substr(begin, end);
    header.segment = segment;
    const auto part = [&](std::size_t element, std::size_t component) {
        return component_at(element_at(segment, header.delimiters, element), header.delimiters, component);
    };
    header.repertoire = part(1, 1);
    header.syntax_version = part(1, 2);
    header.date = part(4, 1);
    header.time = part(4, 2);
    header.acknowledgement_request = part(9, 1);
    header.test = part(11, 1);
    // Before version 4 that place of UNA is reserved, and nothing repeats.
    if (header.syntax_version == "4") {
        header.delimiters.repetition = repetition;
        if (!are_distinct(header.delimiters)) return HeaderResult::not_a_header;
    }
    return HeaderResult::complete;
}

}  // namespace crossdock::edifact
