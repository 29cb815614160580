// One operation of a service as a site writes it: `validate-customer POST /customers/validate safe`.
#pragma once

#include <crossdock/cpp/service.hpp>

#include <string>
#include <string_view>

#include "plugins/http/path_template.hpp"

namespace crossdock::http {

struct OperationLine {
    std::string name;
    std::string method;
    PathTemplate path;
    bool is_safe = false;
    bool is_idempotent = false;
    std::string compensated_by;

    [[nodiscard]] bool sends_body() const noexcept { return method != "GET" && method != "DELETE"; }
    [[nodiscard]] sdk::Operation declared(std::string_view line) const;
};

// NAME METHOD PATH, then any of `safe`, `idempotent` and `compensated-by=NAME`. A {name} in the path stands for the
// text or number of that name in the request document. Throws a CONFIGURATION failure that says what is wrong.
OperationLine parse_operation(std::string_view line);

}  // namespace crossdock::http
