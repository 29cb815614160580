// Finds the parts of segments in memory, 64 bytes at a time.
#pragma once

#include "plugins/edi/binary_segments.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace crossdock::edi {

// One segment: views into what is scanned, valid until the next one.
struct ScannedSegment {
    static constexpr std::uint32_t capacity = 256;

    const char* begin = nullptr;
    const char* end = nullptr;   // its terminator, or the end of what is scanned
    std::uint32_t elements = 0;  // how many, the tag not counted; those beyond `capacity` are counted only
    bool plain = true;           // printable ASCII only
    bool terminated = true;
    bool has_components = false;                       // a component or repetition separator occurs
    bool has_released = false;                         // a release character occurs
    std::array<const char*, capacity + 1> separators;  // before element i at [i - 1]; after the last one: `end`

    [[nodiscard]] std::string_view text() const { return {begin, static_cast<std::size_t>(end - begin)}; }
    [[nodiscard]] std::string_view tag() const { return {begin, static_cast<std::size_t>(separators[0] - begin)}; }
    // `position` from 1 to `elements` and at most `capacity`.
    [[nodiscard]] std::string_view element(std::uint32_t position) const {
        const char* from = separators[position - 1] + 1;
        return {from, static_cast<std::size_t>(separators[position] - from)};
    }
};

// Operation: `next` until it answers false. Blank bytes between segments are passed over, empty segments too.
// With SSE2 where there is one, else byte by byte; the results are the same.
class SegmentScanner {
public:
    SegmentScanner(std::string_view bytes, const Delimiters& delimiters, const BinarySegments& binary = {})
        : at_(bytes.data()),
          limit_(bytes.data() + bytes.size()),
          block_(bytes.data()),
          delimiters_(delimiters),
          binary_(binary) {
        if (delimiters_.repetition == '\0') delimiters_.repetition = delimiters_.component;
        if (delimiters_.release == '\0') delimiters_.release = delimiters_.component;
        load();
    }

    bool next(ScannedSegment& segment) {
        while (at_ < limit_ && (*at_ == delimiters_.segment || static_cast<unsigned char>(*at_) <= 0x20)) ++at_;
        if (at_ >= limit_) return false;
        segment.begin = at_;
        segment.plain = true;
        segment.terminated = true;
        segment.has_components = false;
        segment.has_released = false;
        const bool may_be_binary = *at_ == binary_.first_of_tag;
        std::uint32_t count = 0;
        for (;;) {
            const char* stop = next_stop();
            if (stop == nullptr) {
                segment.terminated = false;
                segment.end = limit_;
                at_ = limit_;
                break;
            }
            if (stop < segment.begin) continue;
            const char byte = *stop;
            if (stop <= data_until_) {
                segment.plain = segment.plain && is_printable(byte);
                continue;
            }
            if (byte == delimiters_.element) {
                if (count <= ScannedSegment::capacity) segment.separators[count] = stop;
                ++count;
                if (may_be_binary) data_until_ = binary_until(segment.begin, stop);
            } else if (byte == delimiters_.segment) {
                segment.end = stop;
                at_ = stop + 1;
                break;
            } else if (byte == delimiters_.component || byte == delimiters_.repetition) {
                segment.has_components = true;
            } else if (byte == delimiters_.release) {
                segment.has_released = true;
                data_until_ = stop + 1;
            } else {
                segment.plain = false;
            }
        }
        segment.elements = count;
        if (count <= ScannedSegment::capacity) segment.separators[count] = segment.end;
        return true;
    }

private:
    [[nodiscard]] static bool is_printable(char byte) {
        return static_cast<unsigned char>(byte) >= 0x20 && static_cast<unsigned char>(byte) < 0x7F;
    }

    // The last byte of the binary data after the separator, to which these bytes lead; the separator when they lead to
    // none.
    [[nodiscard]] const char* binary_until(const char* begin, const char* separator) const {
        const auto size = static_cast<std::size_t>(separator + 1 - begin);
        if (size > BinarySegments::deciding_size) return separator;
        const std::uint64_t whole = binary_.size({begin, size}, delimiters_);
        if (whole <= size) return separator;
        return whole < static_cast<std::uint64_t>(limit_ - begin) ? begin + whole - 1 : limit_;
    }

    // The next byte that is a delimiter or not printable ASCII, or null at the end.
    const char* next_stop() {
        while (stops_ == 0) {
            if (limit_ - block_ <= 64) {
                block_ = limit_;
                return nullptr;
            }
            block_ += 64;
            load();
        }
        const char* stop = block_ + std::countr_zero(stops_);
        stops_ &= stops_ - 1;
        return stop;
    }

    void load() {
        const auto left = static_cast<std::size_t>(limit_ - block_);
        if (left >= 64) {
            stops_ = mask(block_);
        } else if (left == 0) {
            stops_ = 0;
        } else {
            std::array<char, 64> padded{};
            std::memcpy(padded.data(), block_, left);
            stops_ = mask(padded.data()) & ((std::uint64_t{1} << left) - 1);
        }
    }

#if defined(__SSE2__)
    [[nodiscard]] std::uint64_t mask(const char* block) const {
        const __m128i element = _mm_set1_epi8(delimiters_.element);
        const __m128i component = _mm_set1_epi8(delimiters_.component);
        const __m128i repetition = _mm_set1_epi8(delimiters_.repetition);
        const __m128i terminator = _mm_set1_epi8(delimiters_.segment);
        const __m128i release = _mm_set1_epi8(delimiters_.release);
        const __m128i first_printable = _mm_set1_epi8(0x20);
        const __m128i rubout = _mm_set1_epi8(0x7F);
        std::uint64_t bits = 0;
        for (unsigned lane = 0; lane < 4; ++lane) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::size_t{lane} * 16));
            // Bytes from 0x80 are negative, so one comparison finds them and the control characters.
            __m128i found = _mm_cmplt_epi8(bytes, first_printable);
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, element));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, component));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, repetition));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, terminator));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, release));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, rubout));
            bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found))) << (lane * 16);
        }
        return bits;
    }
#else
    [[nodiscard]] std::uint64_t mask(const char* block) const {
        std::uint64_t bits = 0;
        for (unsigned at = 0; at < 64; ++at) {
            const char byte = block[at];
            const bool stop = byte == delimiters_.element || byte == delimiters_.component ||
                              byte == delimiters_.repetition || byte == delimiters_.segment ||
                              byte == delimiters_.release || byte == 0x7F || static_cast<unsigned char>(byte) < 0x20 ||
                              static_cast<unsigned char>(byte) >= 0x80;
            bits |= std::uint64_t{stop} << at;
        }
        return bits;
    }
#endif

    const char* at_;
    const char* limit_;
    const char* block_;
    const char* data_until_ = nullptr;  // bytes up to this one are data, whatever they are
    std::uint64_t stops_ = 0;
    Delimiters delimiters_;
    BinarySegments binary_;
};

}  // namespace crossdock::edi
