// A slice as RapidJSON's in-situ parser wants to see it, though the source stays untouched.
#pragma once

#include <rapidjson/reader.h>

#include <cstddef>
#include <string_view>

namespace crossdock::json {

// `PutBegin` answers where the token begins in the source, so that the handler knows its place; the unescaped text
// goes to `scratch`, which must hold one byte more than the source and is begun anew with every string. At the end of
// the source, and at a zero byte, `Peek` answers zero; `Tell` tells them apart.
class SourceStream {
public:
    using Ch = char;

    SourceStream(std::string_view source, char* scratch) noexcept
        : begin_(source.data()), cursor_(begin_), end_(begin_ + source.size()), scratch_(scratch), out_(scratch) {}

    [[nodiscard]] Ch Peek() const noexcept { return cursor_ == end_ ? '\0' : *cursor_; }
    Ch Take() noexcept { return cursor_ == end_ ? '\0' : *cursor_++; }
    [[nodiscard]] std::size_t Tell() const noexcept { return static_cast<std::size_t>(cursor_ - begin_); }

    // RapidJSON wants a pointer that may be written through; neither it nor we do.
    Ch* PutBegin() noexcept {
        out_ = scratch_;
        return const_cast<Ch*>(cursor_);
    }
    void Put(Ch byte) noexcept { *out_++ = byte; }
    void Flush() noexcept {}
    std::size_t PutEnd(Ch* /*begin*/) noexcept { return static_cast<std::size_t>(out_ - scratch_); }

private:
    const char* begin_;
    const char* cursor_;
    const char* end_;
    char* scratch_;
    char* out_;
};

}  // namespace crossdock::json

template <>
struct rapidjson::StreamTraits<crossdock::json::SourceStream> {
    enum { copyOptimization = 1 };
};
