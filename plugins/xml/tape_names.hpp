// What each name of a tape is in XML, looked at once.
#pragma once

#include <crossdock/tape.h>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/utf8.hpp>
#include <crossdock/cpp/views.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/xml/names.hpp"

namespace crossdock::xml {

// One document's names. One thread.
class TapeNames {
public:
    enum class Kind : std::uint8_t { unknown, element, attribute, text };

    explicit TapeNames(const crossdock_tape_view& tape) : tape_(tape), kinds_(tape.name_count) {}

    // Throws Failure when XML allows no such name.
    Kind kind(std::uint32_t name) {
        if (kinds_[name] == Kind::unknown) kinds_[name] = find_kind(sdk::text(tape_.names[name]));
        return kinds_[name];
    }
    // The name as it is written in a tag.
    [[nodiscard]] std::string_view text(std::uint32_t name) const noexcept {
        const std::string_view whole = sdk::text(tape_.names[name]);
        return kinds_[name] == Kind::attribute ? whole.substr(1) : whole;
    }

private:
    static Kind find_kind(std::string_view name) {
        if (name == "#text") return Kind::text;
        const bool attribute = name.starts_with('@');
        if (!is_name(attribute ? name.substr(1) : name))
            throw sdk::Failure::permanent(
                "xml.bad-name", "'" + std::string(sdk::cut_utf8(name, 100)) +
                                    "' cannot be the name of an element or attribute; a name begins with a letter "
                                    "and has letters, digits, '-', '_' and '.'");
        return attribute ? Kind::attribute : Kind::element;
    }

    const crossdock_tape_view& tape_;
    std::vector<Kind> kinds_;
};

}  // namespace crossdock::xml
