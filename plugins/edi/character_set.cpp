// The character set of interchanges that do not name one.
#include "plugins/edi/character_set.hpp"

#include "plugins/edi/value_check.hpp"

namespace crossdock::edi {
namespace {

class AsciiOrWider : public CharacterSet {
public:
    AsciiOrWider() : CharacterSet(false) {}
    [[nodiscard]] const Rule* broken_by(std::string_view text) const override { return check_characters(text); }
    [[nodiscard]] bool is_utf8(std::string_view text) const override { return edi::is_utf8(text); }
    [[nodiscard]] std::string to_utf8(std::string_view text) const override {
        std::string utf8;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 0x80) {
                utf8 += c;
            } else {
                utf8 += static_cast<char>(0xC0u | byte >> 6u);
                utf8 += static_cast<char>(0x80u | (byte & 0x3Fu));
            }
        }
        return utf8;
    }
    [[nodiscard]] std::optional<std::string> from_utf8(std::string_view text) const override {
        const Rule* broken = broken_by(text);
        if (broken != nullptr && broken->severity == rules::error) return {};
        return std::string(text);
    }
};

class AsciiOnly final : public AsciiOrWider {
public:
    [[nodiscard]] const Rule* broken_by(std::string_view text) const override {
        return check_characters(text) == nullptr ? nullptr : &rules::invalid_character;
    }
};

}  // namespace

const CharacterSet& ascii_only() {
    static const AsciiOnly set;
    return set;
}

const CharacterSet& ascii_or_wider() {
    static const AsciiOrWider set;
    return set;
}

}  // namespace crossdock::edi
