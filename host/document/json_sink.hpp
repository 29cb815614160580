// The fast way to append JSON to a string: a small buffer in between, so that each piece costs a copy and a compare.
#pragma once

#include <array>
#include <cstring>
#include <string>
#include <string_view>

namespace crossdock {

// Appends to `out`; complete once it is destroyed. Not thread-safe.
class JsonSink {
public:
    explicit JsonSink(std::string& out) : out_(out) {}
    JsonSink(const JsonSink&) = delete;
    JsonSink& operator=(const JsonSink&) = delete;
    ~JsonSink() { flush(); }

    void put(char character) {
        if (used_ == buffer_.size()) flush();
        buffer_[used_++] = character;
    }
    // Bytes that are JSON already.
    void put(std::string_view text) {
        if (text.size() > buffer_.size() - used_) {
            put_large(text);
            return;
        }
        std::memcpy(buffer_.data() + used_, text.data(), text.size());
        used_ += text.size();
    }
    // A string in quotes; `text` is UTF-8.
    void put_quoted(std::string_view text) {
        put('"');
        put_escaped(text);
        put('"');
    }
    // The inside of a string.
    void put_escaped(std::string_view text);

private:
    void flush() {
        out_.append(buffer_.data(), used_);
        used_ = 0;
    }
    void escape(std::string_view piece);
    void put_large(std::string_view text);

    std::string& out_;
    std::size_t used_ = 0;
    std::array<char, 4096> buffer_;
};

}  // namespace crossdock
