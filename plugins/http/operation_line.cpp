#include "plugins/http/operation_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace crossdock::http {

namespace {

sdk::Failure bad_line(std::string_view line, const std::string& why) {
    return sdk::Failure::configuration(
        "http.bad-operation",
        fmt::format("the operation '{}' {}; an operation reads like: validate-customer POST /customers/validate safe",
                    line, why));
}

// Takes the next word off the line; empty at its end.
std::string_view next_word(std::string_view& line) {
    const std::size_t begin = std::min(line.find_first_not_of(" \t\r\n"), line.size());
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(" \t\r\n"));
    line.remove_prefix(word.size());
    return word;
}

}  // namespace

OperationLine parse_operation(std::string_view line) {
    constexpr std::array<std::string_view, 5> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
    constexpr std::string_view compensation = "compensated-by=";
    std::string_view rest = line;
    const std::string_view name = next_word(rest);
    const std::string_view method = next_word(rest);
    const std::string_view path = next_word(rest);
    if (path.empty()) throw bad_line(line, "is too short");
    if (std::find(methods.begin(), methods.end(), method) == methods.end())
        throw bad_line(line,
                       fmt::format("has the method '{}', which is none of GET, POST, PUT, PATCH and DELETE", method));
    OperationLine operation{std::string(name), std::string(method), PathTemplate::parse(path), false, false, {}};
    operation.is_safe = method == "GET";
    operation.is_idempotent = method == "GET" || method == "PUT" || method == "DELETE";
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
        if (word == "safe")
            operation.is_safe = true;
        else if (word == "idempotent")
            operation.is_idempotent = true;
        else if (word.starts_with(compensation) && word.size() > compensation.size())
            operation.compensated_by = word.substr(compensation.size());
        else
            throw bad_line(
                line, fmt::format("has '{}' in it, which is none of safe, idempotent and compensated-by=NAME", word));
    }
    return operation;
}

sdk::Operation OperationLine::declared(std::string_view line) const {
    sdk::Operation operation;
    operation.name = name;
    operation.documentation = line;
    operation.compensated_by = compensated_by;
    if (is_safe) operation.flags |= CROSSDOCK_OPERATION_SAFE;
    if (is_safe || is_idempotent) operation.flags |= CROSSDOCK_OPERATION_IDEMPOTENT;
    return operation;
}

}  // namespace crossdock::http
