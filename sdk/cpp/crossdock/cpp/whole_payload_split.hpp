// The split of formats where a payload is one document.
#pragma once

#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/utf8.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace crossdock::sdk {

inline crossdock_slice make_slice(std::uint64_t offset, std::uint64_t size, std::uint32_t line, bool complete = true) {
    crossdock_slice slice{};
    slice.struct_size = sizeof slice;
    slice.complete = complete ? 1 : 0;
    slice.offset = offset;
    slice.size = size;
    slice.first_segment = line;
    return slice;
}

// Recognises a byte order mark in the first bytes of a stream, however they are cut into pieces.
class ByteOrderMark {
public:
    // The part of the next piece that is not the mark. Throws where the mark breaks off.
    std::string_view skip(std::string_view piece) {
        while (!done_ && !piece.empty()) {
            done_ = piece.front() != utf8_byte_order_mark[seen_];
            if (done_ && seen_ > 0)
                throw Failure::permanent("format.not-utf-8",
                                         "the payload begins with a part of a byte order mark; send it in UTF-8", 0);
            if (done_) break;
            piece.remove_prefix(1);
            done_ = ++seen_ == utf8_byte_order_mark.size();
        }
        return piece;
    }
    // 0 when there was none, or only a part of one.
    [[nodiscard]] std::size_t size() const noexcept { return seen_ == utf8_byte_order_mark.size() ? seen_ : 0; }

private:
    std::size_t seen_ = 0;
    bool done_ = false;
};

// Keeps nothing but counts: one slice that covers the payload without its byte order mark, reported at `close`. Throws
// `<format>.empty` and `<format>.too-large`.
class WholePayloadSplit : public Split {
public:
    WholePayloadSplit(const crossdock_split_events& events, std::string format, std::uint64_t size_limit)
        : events_(events), format_(std::move(format)), size_limit_(size_limit) {}

    void feed(std::string_view piece) override {
        const std::string_view text = mark_.skip(piece);
        blank_ = blank_ && text.find_first_not_of(" \t\r\n") == std::string_view::npos;
        size_ += piece.size();
        if (size_ > size_limit_)
            throw Failure::permanent(format_ + ".too-large",
                                     "the payload is larger than size-limit, " + std::to_string(size_limit_) +
                                         " bytes; send it in parts or raise the limit",
                                     size_limit_);
    }
    void close() override {
        if (blank_) throw Failure::permanent(format_ + ".empty", "the payload is empty; a document was expected", 0);
        const crossdock_slice slice = make_slice(mark_.size(), size_ - mark_.size(), 1);
        events_.transaction(events_.context, &slice);
    }

private:
    crossdock_split_events events_;
    std::string format_;
    std::uint64_t size_limit_;
    ByteOrderMark mark_;
    std::uint64_t size_ = 0;
    bool blank_ = true;
};

}  // namespace crossdock::sdk
