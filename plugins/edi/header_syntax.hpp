// How interchanges of a standard begin, for the tokenizer.
#pragma once

#include "plugins/edi/binary_segments.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crossdock::edi {

enum class HeaderResult { complete, needs_more, not_a_header };

struct HeaderExtent {
    HeaderResult result = HeaderResult::not_a_header;
    std::size_t size = 0;  // with the terminator
    Delimiters delimiters;
};

// Immutable, so safe on any thread.
class HeaderSyntax {
public:
    static constexpr std::size_t tag_size = 3;

    // The first byte of every tag that begins a header.
    HeaderSyntax(char first_of_tag, const BinarySegments& binary) : first_of_tag_(first_of_tag), binary_(binary) {}
    HeaderSyntax(const HeaderSyntax&) = delete;
    HeaderSyntax& operator=(const HeaderSyntax&) = delete;
    virtual ~HeaderSyntax() = default;

    [[nodiscard]] char first_of_tag() const { return first_of_tag_; }
    [[nodiscard]] const BinarySegments& binary() const { return binary_; }
    // Whether 1 to 3 bytes are how a tag that begins a header begins.
    [[nodiscard]] virtual bool begins_tag(std::string_view bytes) const = 0;
    // Whether a segment, of which these bytes are the first 4 or more, is a header.
    [[nodiscard]] virtual bool begins_header(std::string_view segment) const = 0;
    // Bytes that begin with a tag. The answer depends on what the bytes are, not on how many of those
    // after the header are there.
    [[nodiscard]] virtual HeaderExtent read(std::string_view bytes) const = 0;
    // Whether bytes that are no header were probably meant as one; no more of them than were needed to know that.
    [[nodiscard]] virtual bool was_meant(std::string_view bytes) const = 0;
    // No header is longer than this.
    [[nodiscard]] virtual std::size_t longest() const = 0;

private:
    char first_of_tag_;
    BinarySegments binary_;
};

}  // namespace crossdock::edi
