// Writing a decoded document to a tape, with the positions of what was read.
#pragma once

#include <crossdock/tape_writer.h>
#include <crossdock/cpp/failure.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace crossdock::sdk {

// Where something begins: `offset` in the slice being decoded, `line` as the tape counts it.
struct SourcePosition {
    std::uint64_t offset = 0;
    std::uint32_t line = 0;
};

// Appends events to a borrowed tape. One thread. Throws Failure when the tape's limit is reached.
class TapeBuilder {
public:
    // `slice_offset` is where the slice begins in the whole payload.
    TapeBuilder(crossdock_tape_writer& tape, std::uint64_t slice_offset) noexcept
        : tape_(tape), slice_offset_(slice_offset) {}

    void begin(std::uint32_t name, unsigned flags, SourcePosition at) {
        append(event(CROSSDOCK_TAPE_BEGIN, flags, name, at));
    }
    void end(std::uint32_t name, SourcePosition at) { append(event(CROSSDOCK_TAPE_END, 0, name, at)); }

    // A value whose text lies in the slice, `text_offset` from its first byte.
    void value_in_source(std::uint32_t name, unsigned flags, std::uint64_t text_offset, std::size_t text_size,
                         SourcePosition at) {
        crossdock_tape_event value = event(CROSSDOCK_TAPE_VALUE, flags | CROSSDOCK_TAPE_IN_SOURCE, name, at);
        value.text_offset = text_offset;
        value.text_size = static_cast<std::uint32_t>(text_size);
        append(value);
    }
    // A value whose text is copied to the tape.
    void value_copied(std::uint32_t name, unsigned flags, std::string_view text, SourcePosition at) {
        check(
            crossdock_tape_append_text(&tape_, event(CROSSDOCK_TAPE_VALUE, flags, name, at), text.data(), text.size()));
    }

private:
    [[nodiscard]] crossdock_tape_event event(unsigned kind, unsigned flags, std::uint32_t name,
                                             SourcePosition at) const noexcept {
        crossdock_tape_event made{};
        made.kind = static_cast<std::uint8_t>(kind);
        made.flags = static_cast<std::uint8_t>(flags);
        made.name = name;
        made.source_offset = slice_offset_ + at.offset;
        made.line = at.line;
        return made;
    }
    void append(const crossdock_tape_event& made) { check(crossdock_tape_append(&tape_, &made)); }
    static void check(crossdock_status status) {
        if (status != CROSSDOCK_OK)
            throw Failure::permanent("format.document-too-large",
                                     "the document is larger than its limit; split it or raise the limit");
    }

    crossdock_tape_writer& tape_;
    std::uint64_t slice_offset_;
};

// The line of each offset, asked for in rising order; each byte is looked at once.
class LineCounter {
public:
    LineCounter(std::string_view source, std::uint32_t first_line) noexcept
        : source_(source), line_(first_line == 0 ? 1 : first_line) {
        seek(0);
    }
    [[nodiscard]] std::uint32_t line_at(std::size_t offset) noexcept {
        while (offset > newline_) {
            ++line_;
            seek(newline_ + 1);
        }
        return line_;
    }
    [[nodiscard]] SourcePosition position(std::size_t offset) noexcept { return {offset, line_at(offset)}; }

private:
    void seek(std::size_t from) noexcept {
        const void* found =
            from < source_.size() ? std::memchr(source_.data() + from, '\n', source_.size() - from) : nullptr;
        newline_ = found == nullptr ? std::string_view::npos
                                    : static_cast<std::size_t>(static_cast<const char*>(found) - source_.data());
    }

    std::string_view source_;
    std::size_t newline_ = 0;
    std::uint32_t line_;
};

// Line and column of one offset, both 1 first; the column counts bytes.
struct LineAndColumn {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
};
inline LineAndColumn line_and_column(std::string_view source, std::size_t offset, std::uint32_t first_line) noexcept {
    LineAndColumn place{first_line == 0 ? 1u : first_line, 1};
    for (const char byte : source.substr(0, offset)) {
        if (byte == '\n') {
            ++place.line;
            place.column = 1;
        } else {
            ++place.column;
        }
    }
    return place;
}

}  // namespace crossdock::sdk
