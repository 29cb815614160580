#include "plugins/json/split.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/finding.hpp>

#include <cstring>

namespace crossdock::json {

namespace {

bool is_blank(char byte) noexcept { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

void check_size(std::uint64_t size, std::uint64_t limit, std::uint64_t offset, std::uint32_t line) {
    if (size > limit)
        throw sdk::Failure::permanent(
            "json.too-large", fmt::format("the document at line {} is larger than size-limit, {} bytes", line, limit),
            offset);
}

[[noreturn]] void fail_empty() {
    throw sdk::Failure::permanent("json.empty", "the payload is empty; a document was expected", 0);
}

}  // namespace

void LineSplit::feed(std::string_view piece) {
    const std::string_view text = mark_.skip(piece);
    offset_ += piece.size() - text.size();
    if (begin_ == 0) begin_ = mark_.size();
    for (std::size_t at = 0; at < text.size();) {
        const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
        const std::size_t end =
            found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        blank_ = blank_ && text.substr(at, end - at).find_first_not_of(" \t\r") == std::string_view::npos;
        check_size(offset_ + end - begin_, settings_.size_limit, begin_, line_);
        if (found == nullptr) break;
        end_line(offset_ + end);
        at = end + 1;
        begin_ = offset_ + at;
        ++line_;
    }
    offset_ += text.size();
}

void LineSplit::end_line(std::uint64_t end) {
    if (!blank_) {
        const crossdock_slice slice = sdk::make_slice(begin_, end - begin_, line_);
        events_.transaction(events_.context, &slice);
        any_ = true;
    }
    blank_ = true;
}

void LineSplit::close() {
    end_line(offset_);
    if (!any_) fail_empty();
}

void ArraySplit::feed(std::string_view piece) {
    const std::string_view text = mark_.skip(piece);
    offset_ += piece.size() - text.size();
    for (const char byte : text) {
        take(byte);
        ++offset_;
        if (byte == '\n') ++line_;
    }
    if (begun_) check_size(offset_ - begin_, settings_.size_limit, begin_, item_line_);
}

void ArraySplit::fail(const char* what) const {
    throw sdk::Failure::permanent("json.not-an-array", fmt::format("line {}: {}", line_, what), offset_);
}

void ArraySplit::between(char byte) {
    if (is_blank(byte)) return;
    if (state_ == State::after) fail("something follows the array; a payload is one array");
    if (byte != '[') fail("an array was expected; its items are the documents");
    state_ = State::item;
}

void ArraySplit::take(char byte) {
    if (state_ == State::before || state_ == State::after) return between(byte);
    if (state_ == State::escape) {
        state_ = State::string;
        return;
    }
    if (state_ == State::string) {
        if (byte == '\\') state_ = State::escape;
        if (byte == '"') {
            state_ = State::item;
            end_ = offset_ + 1;
        }
        return;
    }
    if (is_blank(byte)) return;
    if (depth_ == 0 && (byte == ',' || byte == ']')) {
        if (!begun_ && (byte == ',' || comma_)) fail("an item was expected; remove the comma");
        if (begun_) end_item(true);
        comma_ = byte == ',';
        if (byte == ']') state_ = State::after;
        return;
    }
    if (!begun_) {
        begun_ = true;
        begin_ = offset_;
        item_line_ = line_;
    }
    end_ = offset_ + 1;
    if (byte == '"') state_ = State::string;
    if (byte == '{' || byte == '[') ++depth_;
    if ((byte == '}' || byte == ']') && depth_ > 0) --depth_;
}

void ArraySplit::end_item(bool complete) {
    const crossdock_slice slice = sdk::make_slice(begin_, (complete ? end_ : offset_) - begin_, item_line_, complete);
    events_.transaction(events_.context, &slice);
    begun_ = false;
}

void ArraySplit::close() {
    if (state_ == State::before) fail_empty();
    if (state_ == State::after) return;
    const crossdock_finding missing =
        sdk::finding({.scope = CROSSDOCK_SCOPE_INTERCHANGE,
                      .code = "json.array-not-closed",
                      .text = "the payload ends inside the array; a closing bracket was expected",
                      .offset = offset_,
                      .line = line_});
    events_.finding(events_.context, &missing);
    if (begun_) end_item(false);
}

}  // namespace crossdock::json
