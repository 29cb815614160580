// The name of a delivered file, from a template such as `{partner}-{number}-{key}.xml`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::file {

// Values become safe parts of a name: no separators, no characters or device names that some system reserves, no
// leading dot, a bounded length. A value that had to be changed for that is marked with a digest of the original, so
// that two values never become one name. Immutable.
class NameTemplate {
public:
    // Throws a CONFIGURATION failure for a template that cannot name a file.
    static NameTemplate parse(std::string_view text);

    // `value_of` answers the value of a placeholder; without one the failure names the placeholder.
    [[nodiscard]] std::string name(const std::function<std::optional<std::string>(std::string_view)>& value_of) const;
    [[nodiscard]] bool uses(std::string_view placeholder) const noexcept;

private:
    struct Part {
        bool is_placeholder = false;
        std::string text;
    };
    std::string text_;
    std::vector<Part> parts_;
};

// FNV-1a of 64 bits as 16 hexadecimal digits.
std::string short_digest(std::string_view text);

}  // namespace crossdock::file
