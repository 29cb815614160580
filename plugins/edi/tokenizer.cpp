// Cuts a stream of bytes into interchange headers and segments.
#include "plugins/edi/tokenizer.hpp"

#include <algorithm>
#include <cstring>

namespace crossdock::edi {
namespace {

constexpr std::size_t tag_size = HeaderSyntax::tag_size;
constexpr std::string_view mark = "\xEF\xBB\xBF";
constexpr std::size_t head_size = 100;
constexpr std::size_t header_step = 128;  // most headers are shorter; what is none costs no more than this to pass over

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

// Looks for a header. `pending_` holds what was seen of its tag so far.
std::string_view Tokenizer::outside(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        pending_ += byte;
        if (syntax_.begins_tag(pending_)) {
            if (pending_.size() == 1) pending_offset_ = position_ + at;
            if (pending_.size() < tag_size) continue;
            mode_ = Mode::header;
            position_ += at + 1;
            return bytes.substr(at + 1);
        }
        pending_.pop_back();
        if (!pending_.empty()) {
            add_junk(pending_, pending_offset_);
            pending_.clear();
            --at;  // it may begin a tag itself
            continue;
        }
        add_junk(bytes.substr(at, 1), position_ + at);
    }
    position_ += bytes.size();
    return {};
}

std::string_view Tokenizer::header(std::string_view bytes) {
    const std::size_t taken = std::min({bytes.size(), syntax_.longest() - pending_.size(), header_step});
    pending_.append(bytes.substr(0, taken));
    position_ += taken;
    const HeaderExtent header = syntax_.read(pending_);
    switch (header.result) {
        case HeaderResult::needs_more: return bytes.substr(taken);
        case HeaderResult::not_a_header: refuse_header(); return bytes.substr(taken);
        case HeaderResult::complete: break;
    }
    flush_junk();
    const std::size_t unread = pending_.size() - header.size;
    position_ -= unread;
    delimiters_ = header.delimiters;
    mode_ = Mode::inside;
    const std::string whole = std::move(pending_);
    pending_.clear();
    sink_.header(std::string_view(whole).substr(0, header.size), delimiters_, pending_offset_);
    if (unread <= taken) return bytes.substr(taken - unread);
    // Where the header ends was seen only after bytes that came in earlier pieces.
    feed(std::string_view(whole).substr(header.size, unread - taken));
    return bytes;
}

// How many bytes of `pending_` say that it is no header: events must not depend on how many more came with them.
std::size_t Tokenizer::deciding_size() const {
    const auto needs_more = [&](std::size_t size) {
        return syntax_.read(std::string_view(pending_).substr(0, size)).result == HeaderResult::needs_more;
    };
    std::size_t least = tag_size;
    std::size_t enough = pending_.size();
    if (needs_more(enough - 1)) return enough;
    while (least < enough) {
        const std::size_t middle = least + (enough - least) / 2;
        if (needs_more(middle))
            least = middle + 1;
        else
            enough = middle;
    }
    return enough;
}

// What looked like a header is text: goes back to just after its tag and looks on from there.
void Tokenizer::refuse_header() {
    const std::size_t decided = deciding_size();
    const std::string refused = std::move(pending_);
    pending_.clear();
    mode_ = Mode::outside;
    const std::string_view header = std::string_view(refused).substr(0, decided);
    if (syntax_.was_meant(header)) sink_.malformed_header(header.substr(0, head_size), pending_offset_);
    add_junk(std::string_view(refused).substr(0, tag_size), pending_offset_);
    position_ = pending_offset_ + tag_size;
    feed(std::string_view(refused).substr(tag_size));
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
        const std::size_t size = find_terminator(bytes.substr(at));
        if (size == std::string_view::npos) break;
        const std::string_view text = bytes.substr(at, size);
        if (pending_size_ == 0) {
            const std::uint64_t offset = position_ + at;
            if (begins_header(text)) {
                pending_offset_ = offset;
                pending_ = text.substr(0, tag_size);
                mode_ = Mode::header;
                position_ = offset + tag_size;
                return bytes.substr(at + tag_size);
            }
            at += text.size() + 1;
            finish_segment(text, offset);
        } else {
            keep(text);
            at += text.size() + 1;
            if (begins_header(pending_)) {
                const std::string again = pending_.substr(tag_size) + delimiters_.segment;
                pending_.resize(tag_size);
                pending_size_ = 0;
                pending_released_ = false;
                mode_ = Mode::header;
                const std::uint64_t resume = position_ + at;
                position_ = pending_offset_ + tag_size;
                feed(again);
                position_ = resume;
                return bytes.substr(at);
            }
            const std::string joined = std::move(pending_);
            pending_.clear();
            const std::uint64_t whole = pending_size_;
            pending_size_ = 0;
            pending_released_ = false;
            if (whole > segment_limit_)
                sink_.over_limit(std::string_view(joined).substr(0, head_size), pending_offset_, whole, true);
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
            const std::string again = pending_.substr(tag_size);
            pending_.resize(tag_size);
            pending_size_ = 0;
            pending_released_ = false;
            mode_ = Mode::header;
            position_ = pending_offset_ + tag_size;
            feed(again);
            return {};
        }
    }
    position_ += bytes.size();
    return {};
}

// Adds to the segment that is not complete; over the limit only what is needed to show how it begins.
void Tokenizer::keep(std::string_view bytes) {
    if (delimiters_.release != '\0' && !bytes.empty())
        pending_released_ = bytes.back() == delimiters_.release && !is_released(bytes, bytes.size() - 1);
    pending_size_ += bytes.size();
    if (pending_size_ <= segment_limit_)
        pending_.append(bytes);
    else if (pending_.size() < head_size)
        pending_.append(bytes.substr(0, head_size));
}

void Tokenizer::finish_segment(std::string_view text, std::uint64_t offset) {
    if (text.size() > segment_limit_) {
        sink_.over_limit(text.substr(0, head_size), offset, text.size(), true);
        return;
    }
    if (sink_.segment(text, offset)) return;
    mode_ = Mode::outside;
}

// A new interchange may begin where the one before it was cut off, with delimiters of its own.
bool Tokenizer::begins_header(std::string_view text) const {
    return text.size() > tag_size && text[0] == syntax_.first_of_tag() && syntax_.begins_header(text);
}

// Of the segment that goes on in `bytes`; npos where it does not end there. Terminators that are released or lie in
// binary data are passed over.
std::size_t Tokenizer::find_terminator(std::string_view bytes) const {
    for (std::size_t from = 0; from < bytes.size();) {
        const void* found =
            std::memchr(bytes.data() + from, static_cast<unsigned char>(delimiters_.segment), bytes.size() - from);
        if (found == nullptr) return std::string_view::npos;
        const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
        from = at + 1;
        const std::uint64_t data_end = binary_size(bytes.substr(0, at));
        if (pending_size_ + at < data_end)
            from = static_cast<std::size_t>(std::min<std::uint64_t>(data_end - pending_size_, bytes.size()));
        else if (pending_size_ + at == data_end || delimiters_.release == '\0' || !is_released(bytes, at))
            return at;
    }
    return std::string_view::npos;
}

// Of the segment that goes on with `bytes`, up to the end of its binary data; 0 where it has none.
std::uint64_t Tokenizer::binary_size(std::string_view bytes) const {
    const BinarySegments& binary = syntax_.binary();
    if (!binary.may_be(pending_size_ == 0 ? bytes : std::string_view(pending_))) return 0;
    if (pending_size_ == 0) return binary.size(bytes.substr(0, BinarySegments::deciding_size), delimiters_);
    std::string begin = pending_.substr(0, BinarySegments::deciding_size);
    begin += bytes.substr(0, BinarySegments::deciding_size - begin.size());
    return binary.size(begin, delimiters_);
}

// Whether the byte at `at` is taken for data because an odd number of release characters stands in front of it.
bool Tokenizer::is_released(std::string_view bytes, std::size_t at) const {
    std::size_t first = at;
    while (first > 0 && bytes[first - 1] == delimiters_.release) --first;
    const bool odd = ((at - first) & 1u) != 0;
    return first == 0 && pending_size_ > 0 ? odd != pending_released_ : odd;
}

void Tokenizer::add_junk(std::string_view bytes, std::uint64_t offset) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char byte = bytes[at];
        const bool blank = is_blank(byte);
        if (junk_size_ == 0) {
            if (blank) continue;
            junk_offset_ = offset + at;
        }
        ++junk_size_;
        if (blank) continue;
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
        sink_.over_limit(std::string_view(pending_).substr(0, head_size), pending_offset_, pending_size_, false);
    } else if (pending_size_ > 0) {
        std::string_view text = pending_;
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        sink_.unterminated(text, pending_offset_);
    }
    pending_.clear();
    pending_size_ = 0;
}

}  // namespace crossdock::edi
