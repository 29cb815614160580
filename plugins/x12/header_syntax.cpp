// Recognises ISA, BIN and BDS.
#include "plugins/x12/header_syntax.hpp"

#include "plugins/edi/envelope_text.hpp"
#include "plugins/x12/interchange_header.hpp"

#include <algorithm>

namespace crossdock::x12 {
namespace {

constexpr std::string_view tag = "ISA";

class Syntax final : public HeaderSyntax {
public:
    Syntax() : HeaderSyntax(tag[0], 'B') {}

    [[nodiscard]] bool begins_tag(std::string_view bytes) const override { return tag.starts_with(bytes); }
    // A new interchange may begin where the one before it was cut off, with delimiters of its own.
    [[nodiscard]] bool begins_header(std::string_view segment) const override {
        return segment.starts_with(tag) && can_delimit(segment[tag_size]);
    }
    [[nodiscard]] HeaderExtent read(std::string_view bytes) const override {
        InterchangeHeader header;
        const HeaderResult result = read_interchange_header(bytes, header);
        return {result, header.size, header.delimiters};
    }
    [[nodiscard]] bool was_meant(std::string_view bytes) const override {
        constexpr std::ptrdiff_t enough = 3;
        return bytes.size() > tag_size && can_delimit(bytes[tag_size]) &&
               std::count(bytes.begin(), bytes.end(), bytes[tag_size]) >= enough;
    }
    [[nodiscard]] std::size_t longest() const override { return longest_header; }
    // `BIN*SIZE*DATA`, `BDS*CODE*SIZE*DATA` (X12.6, binary data element).
    [[nodiscard]] std::uint64_t binary_extent(std::string_view segment, const Delimiters& delimiters) const override {
        const bool bin = segment.starts_with("BIN");
        if ((!bin && !segment.starts_with("BDS")) || segment.size() <= tag_size ||
            segment[tag_size] != delimiters.element)
            return 0;
        const std::size_t size_at = bin ? 1 : 2;
        std::size_t data = 0;
        for (std::size_t separators = 0; separators <= size_at; ++separators) {
            data = segment.find(delimiters.element, data);
            if (data++ == std::string_view::npos) return 0;
        }
        const auto size = count_of(element_at(segment, delimiters.element, size_at));
        return size ? data + *size : 0;
    }
};

}  // namespace

const HeaderSyntax& header_syntax() {
    static const Syntax syntax;
    return syntax;
}

}  // namespace crossdock::x12
