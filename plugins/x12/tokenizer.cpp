// Cuts a stream of bytes into interchange headers and segments.
#include "plugins/x12/tokenizer.hpp"

#include <algorithm>
#include <cstring>

namespace crossdock::x12 {
namespace {

constexpr std::string_view header_tag = "ISA";
constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::size_t head_size = 100;

bool is_blank(char byte) { return static_cast<unsigned char>(byte) <= 0x20; }

}  // namespace

void Tokenizer::feed(std::string_view piece) {
    while (!piece.empty()) {
        switch (mode_) {
            case Mode::outside: piece = outside(piece); break;
            case Mode::header: piece = header(piece); break;
            case Mode::inside: piece = inside(piece); break;
        }
    }
}

// Looks for a header. `pending_` holds what was seen of `ISA` so far.
std::string_view Tokenizer::outside(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        if (byte == header_tag[pending_.size()]) {
            if (pending_.empty()) pending_offset_ = position_ + at;
            pending_ += byte;
            if (pending_.size() < header_tag.size()) continue;
            mode_ = Mode::header;
            position_ += at + 1;
            return bytes.substr(at + 1);
        }
        if (!pending_.empty()) {
            add_junk(pending_, pending_offset_);
            pending_.clear();
            if (byte == header_tag[0]) {
                --at;
                continue;
            }
        }
        add_junk(bytes.substr(at, 1), position_ + at);
    }
    position_ += bytes.size();
    return {};
}

std::string_view Tokenizer::header(std::string_view bytes) {
    const std::size_t taken = std::min(bytes.size(), longest_header - pending_.size());
    pending_.append(bytes.substr(0, taken));
    position_ += taken;
    InterchangeHeader header;
    switch (read_interchange_header(pending_, header)) {
        case HeaderResult::needs_more: return bytes.substr(taken);
        case HeaderResult::not_a_header: refuse_header(); return bytes.substr(taken);
        case HeaderResult::complete: break;
    }
    flush_junk();
    const std::size_t unread = pending_.size() - header.size;
    position_ -= unread;
    delimiters_ = header.delimiters;
    mode_ = Mode::inside;
    sink_.header(header, pending_offset_);
    pending_.clear();
    return bytes.substr(taken - unread);
}

// What looked like a header is text: goes back to just after its tag and looks on from there.
void Tokenizer::refuse_header() {
    const std::string refused = std::move(pending_);
    pending_.clear();
    mode_ = Mode::outside;
    if (std::count(refused.begin(), refused.end(), refused[header_tag.size()]) >= 3 &&
        can_delimit(refused[header_tag.size()]))
        sink_.malformed_header(std::string_view(refused).substr(0, head_size), pending_offset_);
    add_junk(header_tag, pending_offset_);
    position_ = pending_offset_ + header_tag.size();
    feed(std::string_view(refused).substr(header_tag.size()));
}

std::string_view Tokenizer::inside(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (pending_size_ == 0) {
            while (is_blank(bytes[at]) && bytes[at] != delimiters_.segment)
                if (++at == bytes.size()) {
                    position_ += at;
                    return {};
                }
        }
        const char* begin = bytes.data() + at;
        const auto* end = static_cast<const char*>(
            std::memchr(begin, static_cast<unsigned char>(delimiters_.segment), bytes.size() - at));
        if (end == nullptr) break;
        const std::string_view text(begin, static_cast<std::size_t>(end - begin));
        if (pending_size_ == 0) {
            const std::uint64_t offset = position_ + at;
            if (begins_header(text)) {
                pending_offset_ = offset;
                pending_ = header_tag;
                mode_ = Mode::header;
                position_ = offset + header_tag.size();
                return bytes.substr(at + header_tag.size());
            }
            at += text.size() + 1;
            finish_segment(text, offset);
        } else {
            keep(text);
            at += text.size() + 1;
            if (begins_header(pending_)) {
                const std::string again = pending_.substr(header_tag.size()) + delimiters_.segment;
                pending_ = header_tag;
                pending_size_ = 0;
                mode_ = Mode::header;
                const std::uint64_t resume = position_ + at;
                position_ = pending_offset_ + header_tag.size();
                feed(again);
                position_ = resume;
                return bytes.substr(at);
            }
            const std::string joined = std::move(pending_);
            pending_.clear();
            const std::uint64_t size = pending_size_;
            pending_size_ = 0;
            if (size > segment_limit_)
                sink_.over_limit(std::string_view(joined).substr(0, head_size), pending_offset_, size);
            else
                finish_segment(joined, pending_offset_);
        }
        if (mode_ != Mode::inside) {
            position_ += at;
            return bytes.substr(at);
        }
    }
    const std::string_view rest = bytes.substr(std::min(at, bytes.size()));
    if (!rest.empty()) {
        if (pending_size_ == 0) pending_offset_ = position_ + at;
        keep(rest);
        if (begins_header(pending_)) {
            const std::string again = pending_.substr(header_tag.size());
            pending_ = header_tag;
            pending_size_ = 0;
            mode_ = Mode::header;
            position_ = pending_offset_ + header_tag.size();
            feed(again);
            return {};
        }
    }
    position_ += bytes.size();
    return {};
}

// Adds to the segment that is not complete; over the limit only what is needed to show how it begins.
void Tokenizer::keep(std::string_view bytes) {
    pending_size_ += bytes.size();
    if (pending_size_ <= segment_limit_)
        pending_.append(bytes);
    else if (pending_.size() < head_size)
        pending_.append(bytes.substr(0, head_size));
}

void Tokenizer::finish_segment(std::string_view text, std::uint64_t offset) {
    if (text.size() > segment_limit_) {
        sink_.over_limit(text.substr(0, head_size), offset, text.size());
        return;
    }
    if (sink_.segment(text, offset)) return;
    mode_ = Mode::outside;
}

// A new interchange may begin where the one before it was cut off, with delimiters of its own.
bool Tokenizer::begins_header(std::string_view text) const {
    return text.size() > header_tag.size() && text.substr(0, header_tag.size()) == header_tag &&
           can_delimit(text[header_tag.size()]);
}

void Tokenizer::add_junk(std::string_view bytes, std::uint64_t offset) {
    if (junk_size_ == 0) junk_offset_ = offset;
    for (const char byte : bytes) {
        ++junk_size_;
        if (is_blank(byte)) continue;
        ++junk_visible_;
        if (junk_head_.size() < head_size) junk_head_ += byte;
    }
}

void Tokenizer::flush_junk() {
    std::string_view head = junk_head_;
    std::uint64_t offset = junk_offset_;
    std::uint64_t size = junk_size_;
    if (offset == 0 && head.substr(0, mark.size()) == mark) {
        sink_.byte_order_mark();
        head.remove_prefix(mark.size());
        junk_visible_ -= mark.size();
        offset += mark.size();
        size -= mark.size();
    }
    if (junk_visible_ > 0) sink_.junk(head, offset, size);
    junk_size_ = 0;
    junk_visible_ = 0;
    junk_head_.clear();
}

void Tokenizer::close() {
    if (mode_ == Mode::outside) {
        if (!pending_.empty()) add_junk(pending_, pending_offset_);
        flush_junk();
    } else if (mode_ == Mode::header) {
        flush_junk();
        sink_.truncated_header(pending_, pending_offset_);
    } else if (pending_size_ > segment_limit_) {
        sink_.over_limit(std::string_view(pending_).substr(0, head_size), pending_offset_, pending_size_);
    } else if (pending_size_ > 0) {
        std::string_view text = pending_;
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        sink_.unterminated(text, pending_offset_);
    }
    pending_.clear();
    pending_size_ = 0;
}

}  // namespace crossdock::x12
