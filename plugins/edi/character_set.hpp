// Which characters an interchange may hold, and how its bytes become UTF-8.
#pragma once

#include "plugins/edi/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace crossdock::edi {

// Immutable, so safe on any thread.
class CharacterSet {
public:
    // `restricts_ascii`: there are printable characters of ASCII that it does not have.
    explicit CharacterSet(bool restricts_ascii) : restricts_ascii_(restricts_ascii) {}
    CharacterSet(const CharacterSet&) = delete;
    CharacterSet& operator=(const CharacterSet&) = delete;
    virtual ~CharacterSet() = default;

    [[nodiscard]] bool restricts_ascii() const { return restricts_ascii_; }
    // The rule that characters of the text break, or null.
    [[nodiscard]] virtual const Rule* broken_by(std::string_view text) const = 0;
    // Whether the text's bytes are UTF-8 as they are.
    [[nodiscard]] virtual bool is_utf8(std::string_view text) const = 0;
    [[nodiscard]] virtual std::string to_utf8(std::string_view text) const = 0;
    // Nothing where it has no such character.
    [[nodiscard]] virtual std::optional<std::string> from_utf8(std::string_view text) const = 0;

private:
    bool restricts_ascii_;
};

// Printable ASCII and nothing else.
[[nodiscard]] const CharacterSet& ascii_only();

// Printable ASCII. UTF-8 is accepted with a warning; what is neither is reported and taken for ISO 8859-1.
[[nodiscard]] const CharacterSet& ascii_or_wider();

}  // namespace crossdock::edi
