// What went wrong, as a value: a stable code, a class that the journal decides by, a text for a person, a position.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace crossdock {

// Decides what happens next. The numbers equal CROSSDOCK_ERROR_* of the ABI and are kept in the journal.
enum class ErrorClass : std::uint32_t {
    retry = 1,          // may succeed if tried again
    retry_after = 2,    // may succeed if tried again after `retry_after_ms`
    permanent = 3,      // this input will never succeed
    needs_person = 4,   // somebody has to look or decide
    configuration = 5,  // every input will fail until the site is changed
};

std::string_view to_string(ErrorClass error_class);

// A place in a file or a payload. Zero and empty mean unknown; lines and columns count from 1, columns in bytes.
struct Position {
    std::string source;  // a path, a message's id, an origin
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint64_t offset = no_offset;

    static constexpr std::uint64_t no_offset = UINT64_MAX;
    [[nodiscard]] bool known() const { return !source.empty() || line != 0 || offset != no_offset; }
};

// `code` is dotted and stable (`site.unknown-element`), `text` says what is wrong and what to do next.
struct Error {
    std::string code;
    ErrorClass error_class = ErrorClass::permanent;
    std::string text;
    Position position{};
    std::uint32_t retry_after_ms = 0;
    std::shared_ptr<const Error> cause{};

    [[nodiscard]] Error at(Position where) && {
        position = std::move(where);
        return std::move(*this);
    }
    [[nodiscard]] Error because_of(Error underlying) && {
        cause = std::make_shared<const Error>(std::move(underlying));
        return std::move(*this);
    }
};

// `file:line:column: text (code)`, then one indented line for each cause.
std::string describe(const Error& error);

// `file:12:3`, `orders.edi at byte 318`, or empty when the position is unknown.
std::string describe(const Position& position);

}  // namespace crossdock
