// What each repertoire allows, and its bytes as UTF-8.
#include "plugins/edifact/character_sets.hpp"

#include "plugins/edi/value_check.hpp"
#include "plugins/edifact/iso_8859.hpp"

#include <algorithm>
#include <array>

namespace crossdock::edifact {
namespace {

constexpr std::string_view level_a = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>";
constexpr std::string_view lower_case = "abcdefghijklmnopqrstuvwxyz";

void append_utf8(std::string& text, char32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xC0u | point >> 6u);
        text += static_cast<char>(0x80u | (point & 0x3Fu));
    } else {
        text += static_cast<char>(0xE0u | point >> 12u);
        text += static_cast<char>(0x80u | (point >> 6u & 0x3Fu));
        text += static_cast<char>(0x80u | (point & 0x3Fu));
    }
}

// The character at `at`, which moves on; 0 for bytes that are no UTF-8 of up to three bytes.
char32_t next_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    const std::size_t left = text.size() - at;
    std::size_t size = 1;
    char32_t point = 0;
    if (byte(0) < 0x80) {
        point = byte(0);
    } else if (byte(0) < 0xE0 && left >= 2) {
        size = 2;
        point = char32_t{byte(0) & 0x1Fu} << 6u | (byte(1) & 0x3Fu);
    } else if (byte(0) < 0xF0 && left >= 3) {
        size = 3;
        point = char32_t{byte(0) & 0x0Fu} << 12u | char32_t{byte(1) & 0x3Fu} << 6u | (byte(2) & 0x3Fu);
    }
    at += size;
    return point;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// UNOA and UNOB: a part of ASCII. What lies outside is kept, as UTF-8 or as ISO 8859-1, and reported.
class PartOfAscii final : public CharacterSet {
public:
    explicit PartOfAscii(bool with_lower_case) : CharacterSet(true) {
        for (const char c : level_a) allowed_[static_cast<unsigned char>(c)] = true;
        if (with_lower_case)
            for (const char c : lower_case) allowed_[static_cast<unsigned char>(c)] = true;
    }
    [[nodiscard]] const Rule* broken_by(std::string_view text) const override {
        if (std::all_of(text.begin(), text.end(), [&](char c) { return allowed_[static_cast<unsigned char>(c)]; }))
            return nullptr;
        return std::any_of(text.begin(), text.end(), is_control) ? &rules::invalid_character
                                                                 : &rules::character_outside_set;
    }
    [[nodiscard]] bool is_utf8(std::string_view text) const override { return edi::is_utf8(text); }
    [[nodiscard]] std::string to_utf8(std::string_view text) const override { return ascii_or_wider().to_utf8(text); }
    [[nodiscard]] std::optional<std::string> from_utf8(std::string_view text) const override {
        if (broken_by(text) != nullptr) return {};
        return std::string(text);
    }

private:
    std::array<bool, 256> allowed_{};
};

// UNOC to UNOK: a part of ISO 8859. The upper half is null for part 1, where bytes are code points.
class EightBit final : public CharacterSet {
public:
    explicit EightBit(const UpperHalf* upper) : CharacterSet(false), upper_(upper) {}
    [[nodiscard]] const Rule* broken_by(std::string_view text) const override {
        const bool right = std::all_of(text.begin(), text.end(), [&](char c) {
            return !is_control(c) && (static_cast<unsigned char>(c) < 0x80 || point_of(c) != 0);
        });
        return right ? nullptr : &rules::invalid_character;
    }
    [[nodiscard]] bool is_utf8(std::string_view text) const override {
        return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    }
    [[nodiscard]] std::string to_utf8(std::string_view text) const override {
        std::string utf8;
        for (const char c : text) {
            const char32_t point = static_cast<unsigned char>(c) < 0x80 ? static_cast<unsigned char>(c) : point_of(c);
            append_utf8(utf8, point == 0 ? U'\uFFFD' : point);
        }
        return utf8;
    }
    [[nodiscard]] std::optional<std::string> from_utf8(std::string_view text) const override {
        std::string bytes;
        for (std::size_t at = 0; at < text.size();) {
            const char32_t point = next_point(text, at);
            const int byte = byte_of(point);
            if (byte < 0) return {};
            bytes += static_cast<char>(byte);
        }
        return bytes;
    }

private:
    // -1 where the part has no such character.
    [[nodiscard]] int byte_of(char32_t point) const {
        if (point < 0x80) return point < 0x20 || point == 0x7F ? -1 : static_cast<int>(point);
        for (int byte = 0xA0; byte <= 0xFF; ++byte)
            if (point_of(static_cast<char>(byte)) == point) return byte;
        return -1;
    }
    // Of a byte from 80 on; 0: the part has none there.
    [[nodiscard]] char32_t point_of(char c) const {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0xA0) return 0;
        return upper_ == nullptr ? byte : char32_t{(*upper_)[byte - 0xA0u]};
    }

    const UpperHalf* upper_;
};

// UNOW and UNOY: ISO 10646 as UTF-8. Bytes that are none are taken for ISO 8859-1 and reported.
class Utf8 final : public CharacterSet {
public:
    Utf8() : CharacterSet(false) {}
    [[nodiscard]] const Rule* broken_by(std::string_view text) const override {
        return std::any_of(text.begin(), text.end(), is_control) || !edi::is_utf8(text) ? &rules::invalid_character
                                                                                        : nullptr;
    }
    [[nodiscard]] bool is_utf8(std::string_view text) const override { return edi::is_utf8(text); }
    [[nodiscard]] std::string to_utf8(std::string_view text) const override { return ascii_or_wider().to_utf8(text); }
    [[nodiscard]] std::optional<std::string> from_utf8(std::string_view text) const override {
        if (broken_by(text) != nullptr) return {};
        return std::string(text);
    }
};

}  // namespace

const CharacterSet* find_character_set(std::string_view code) {
    static const PartOfAscii a(false);
    static const PartOfAscii b(true);
    static const std::array<EightBit, 9> parts{EightBit{nullptr},     EightBit{&iso_8859_2}, EightBit{&iso_8859_5},
                                               EightBit{&iso_8859_7}, EightBit{&iso_8859_3}, EightBit{&iso_8859_4},
                                               EightBit{&iso_8859_6}, EightBit{&iso_8859_8}, EightBit{&iso_8859_9}};
    static const Utf8 utf8;
    if (code.size() != 4 || !code.starts_with("UNO")) return nullptr;
    const char letter = code[3];
    if (letter == 'A') return &a;
    if (letter == 'B') return &b;
    if (letter >= 'C' && letter <= 'K') return &parts[static_cast<std::size_t>(letter - 'C')];
    return letter == 'W' || letter == 'Y' ? &utf8 : nullptr;
}

}  // namespace crossdock::edifact
