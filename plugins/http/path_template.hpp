// The path of a request, from a template such as `/orders/{number}?source={partner}`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::http {

// Values are percent-encoded (RFC 3986, unreserved characters stay), so they cannot change the path's shape. Immutable.
class PathTemplate {
public:
    // Throws a CONFIGURATION failure for a template that is no path.
    static PathTemplate parse(std::string_view text);

    // Without a value for a placeholder a PERMANENT failure names it. A value of `.` or `..` alone is refused likewise.
    [[nodiscard]] std::string path(const std::function<std::optional<std::string>(std::string_view)>& value_of) const;
    [[nodiscard]] bool uses(std::string_view placeholder) const noexcept;

private:
    struct Part {
        bool is_placeholder = false;
        std::string text;
    };
    std::vector<Part> parts_;
};

}  // namespace crossdock::http
