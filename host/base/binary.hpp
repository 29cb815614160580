// Little-endian numbers, varints (LEB128) and counted texts, written to a string and read back with bounds checked.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace crossdock {

template <std::unsigned_integral T>
void store_little_endian(void* into, T value) {
    auto* bytes = static_cast<unsigned char*>(into);
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(bytes, &value, sizeof value);
    } else {
        for (std::size_t at = 0; at < sizeof value; ++at) bytes[at] = static_cast<unsigned char>(value >> (8 * at));
    }
}

template <std::unsigned_integral T>
T load_little_endian(const void* from) {
    T value = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&value, from, sizeof value);
    } else {
        const auto* bytes = static_cast<const unsigned char*>(from);
        for (std::size_t at = 0; at < sizeof value; ++at)
            value = static_cast<T>(value | static_cast<T>(bytes[at]) << (8 * at));
    }
    return value;
}

inline std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span<const char>(text.data(), text.size()));
}

inline std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Appends to a string that it borrows.
class ByteWriter {
public:
    explicit ByteWriter(std::string& into) : into_(into) {}

    template <std::unsigned_integral T>
    void fixed(T value) {
        char bytes[sizeof value];
        store_little_endian(bytes, value);
        into_.append(bytes, sizeof value);
    }
    void varint(std::uint64_t value) {
        char bytes[10];
        std::size_t size = 0;
        for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<char>(value | 0x80);
        bytes[size++] = static_cast<char>(value);
        into_.append(bytes, size);
    }
    void raw(std::span<const std::byte> bytes) { into_.append(as_text(bytes)); }
    void text(std::string_view text) {
        varint(text.size());
        into_.append(text);
    }

private:
    std::string& into_;
};

// Reads what ByteWriter wrote, from memory that it borrows. Past the end, or at an impossible value, every read answers
// zero or empty and `failed` stays true: check it once, at the end, and before trusting a count.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

    template <std::unsigned_integral T>
    T fixed() {
        const auto bytes = raw(sizeof(T));
        return bytes.size() == sizeof(T) ? load_little_endian<T>(bytes.data()) : T{0};
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = fixed<std::uint8_t>();
            if (shift == 63 && byte > 1) break;
            value |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80) return value;
        }
        fail();
        return 0;
    }
    // A varint that must not exceed `max`.
    std::uint64_t varint_up_to(std::uint64_t max) {
        const std::uint64_t value = varint();
        if (value <= max) return value;
        fail();
        return 0;
    }
    // How many items follow, each of at least `item_bytes_min`.
    std::size_t count(std::size_t item_bytes_min) {
        return static_cast<std::size_t>(varint_up_to(left_.size() / item_bytes_min));
    }
    std::span<const std::byte> raw(std::size_t size) {
        if (size > left_.size()) {
            fail();
            return {};
        }
        const auto bytes = left_.first(size);
        left_ = left_.subspan(size);
        return bytes;
    }
    std::string_view text() { return as_text(raw(static_cast<std::size_t>(varint_up_to(left_.size())))); }

    void fail() {
        failed_ = true;
        left_ = {};
    }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] std::size_t left() const { return left_.size(); }

private:
    std::span<const std::byte> left_;
    bool failed_ = false;
};

}  // namespace crossdock
