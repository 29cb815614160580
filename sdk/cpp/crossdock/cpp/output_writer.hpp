// Writing many small pieces to a format's output without a call for each.
#pragma once

#include <crossdock/output.h>
#include <crossdock/cpp/failure.hpp>

#include <cstring>
#include <string_view>

namespace crossdock::sdk {

// Appends to a borrowed output. What was written counts only after `finish`. One thread. Throws Failure when the
// output's limit is reached.
class OutputWriter {
public:
    explicit OutputWriter(crossdock_output& output) noexcept : output_(output) { load(); }
    OutputWriter(const OutputWriter&) = delete;
    OutputWriter& operator=(const OutputWriter&) = delete;
    ~OutputWriter() = default;

    // Makes room for `bytes` more bytes, so that as many may be stored at `cursor`.
    void reserve(std::size_t bytes) {
        if (cursor_ != nullptr && static_cast<std::size_t>(end_ - cursor_) >= bytes) return;
        finish();
        if (output_.grow(&output_, bytes, 0) == CROSSDOCK_OK) load();
        if (cursor_ == nullptr || static_cast<std::size_t>(end_ - cursor_) < bytes)
            throw Failure::permanent("format.output-too-large", "the output is larger than its limit");
    }
    [[nodiscard]] char* cursor() noexcept { return cursor_; }
    void advance(std::size_t bytes) noexcept { cursor_ += bytes; }

    void put(char byte) {
        reserve(1);
        *cursor_++ = byte;
    }
    void put(std::string_view bytes) {
        if (bytes.empty()) return;
        reserve(bytes.size());
        std::memcpy(cursor_, bytes.data(), bytes.size());
        cursor_ += bytes.size();
    }
    void fill(std::size_t count, char byte) {
        if (count == 0) return;
        reserve(count);
        std::memset(cursor_, byte, count);
        cursor_ += count;
    }

    // `width` zeros that the host replaces by a number.
    void slot(crossdock_slot_kind kind, std::uint32_t ordinal, std::uint32_t width) {
        finish();
        const crossdock_status status = crossdock_output_slot(&output_, kind, ordinal, width);
        load();
        if (status != CROSSDOCK_OK)
            throw Failure::permanent("format.output-too-large", "the output is larger than its limit");
    }

    // Hands what was written to the output; more may follow.
    void finish() noexcept {
        if (cursor_ != nullptr)
            output_.size = static_cast<std::uint64_t>(reinterpret_cast<std::uint8_t*>(cursor_) - output_.data);
    }

private:
    void load() noexcept {
        char* const data = reinterpret_cast<char*>(output_.data);
        cursor_ = data == nullptr ? nullptr : data + output_.size;
        end_ = data == nullptr ? nullptr : data + output_.capacity;
    }

    crossdock_output& output_;
    char* cursor_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace crossdock::sdk
