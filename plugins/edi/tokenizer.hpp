// Cuts a stream of bytes into interchange headers and segments, whatever the pieces it comes in.
#pragma once

#include "plugins/edi/header_syntax.hpp"

#include <cstdint>
#include <string>

namespace crossdock::edi {

// What a tokenizer found. Views are valid during the call; offsets count in the whole payload.
class TokenSink {
public:
    virtual ~TokenSink() = default;
    // A header with its terminator.
    virtual void header(std::string_view text, const Delimiters& delimiters, std::uint64_t offset) = 0;
    // Without its terminator, which lies at `offset + text.size()`. False ends the interchange: what follows is text
    // outside until the next header.
    virtual bool segment(std::string_view text, std::uint64_t offset) = 0;
    // The payload ended inside this segment. Called at the end only.
    virtual void unterminated(std::string_view text, std::uint64_t offset) = 0;
    // A segment over the limit: `head` is how it begins, `size` what it has without the terminator, which only the last
    // of a payload may lack.
    virtual void over_limit(std::string_view head, std::uint64_t offset, std::uint64_t size, bool terminated) = 0;
    // Text outside interchanges that is not blank: `head` is how it begins.
    virtual void junk(std::string_view head, std::uint64_t offset, std::uint64_t size) = 0;
    virtual void byte_order_mark() = 0;
    // What was probably meant as a header, but could not be read.
    virtual void malformed_header(std::string_view head, std::uint64_t offset) = 0;
    // The payload ended inside a header.
    virtual void truncated_header(std::string_view head, std::uint64_t offset) = 0;
};

// Operation: `feed` pieces in order, then `close`. A segment inside one piece is handed on without a copy; one that
// straddles pieces is joined first, up to `segment_limit` bytes. Events do not depend on where pieces begin.
// Concurrency: one thread at a time. Borrows sink and syntax. Limitations: none on the size of the payload.
class Tokenizer {
public:
    Tokenizer(TokenSink& sink, const HeaderSyntax& syntax, std::uint64_t segment_limit)
        : sink_(sink), syntax_(syntax), segment_limit_(segment_limit) {}

    void feed(std::string_view piece);
    void close();
    // The offset of the first byte that was not yet consumed.
    [[nodiscard]] std::uint64_t position() const { return position_; }

private:
    enum class Mode : std::uint8_t { outside, header, inside };

    [[nodiscard]] std::string_view outside(std::string_view bytes);
    [[nodiscard]] std::string_view header(std::string_view bytes);
    [[nodiscard]] std::string_view inside(std::string_view bytes);
    void keep(std::string_view bytes);
    void finish_segment(std::string_view text, std::uint64_t offset);
    void add_junk(std::string_view bytes, std::uint64_t offset);
    void flush_junk();
    void refuse_header();
    [[nodiscard]] std::size_t deciding_size() const;
    [[nodiscard]] bool begins_header(std::string_view text) const;
    [[nodiscard]] std::size_t find_terminator(std::string_view bytes) const;
    [[nodiscard]] std::uint64_t binary_size(std::string_view bytes) const;
    [[nodiscard]] bool is_released(std::string_view bytes, std::size_t at) const;

    TokenSink& sink_;
    const HeaderSyntax& syntax_;
    std::uint64_t segment_limit_;
    Mode mode_ = Mode::outside;
    Delimiters delimiters_;
    std::uint64_t position_ = 0;
    std::string pending_;               // of a header or a segment that is not complete
    std::uint64_t pending_offset_ = 0;  // where it begins
    std::uint64_t pending_size_ = 0;    // of a segment: with what was dropped over the limit
    bool pending_released_ = false;     // its last byte takes the meaning of the next one
    std::uint64_t junk_offset_ = 0;
    std::uint64_t junk_size_ = 0;
    std::uint64_t junk_visible_ = 0;  // bytes that are not blank
    std::string junk_head_;
};

}  // namespace crossdock::edi
