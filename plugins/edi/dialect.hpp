// What the engine has to know of a standard: its name, how its transaction sets are framed, whose error codes it uses.
#pragma once

#include "plugins/edi/binary_segments.hpp"
#include "plugins/edi/rules.hpp"

#include <string>
#include <string_view>

namespace crossdock::edi {

struct Dialect {
    std::string_view name;             // `x12`: begins the names of types and the codes of findings
    std::string_view title;            // for people: `X12`
    std::string_view transaction;      // for people: what it calls a transaction set
    std::string_view right_header;     // for people: what an interchange begins with
    std::string_view header;           // the segment that begins a transaction set
    std::string_view trailer;          // and the one that ends it
    std::string_view border;           // a segment over which none is looked for; empty: there is none
    const char* Rule::*standard_code;  // the standard's own code for what breaks a rule
    BinarySegments binary{};

    // `x12.bad-number`.
    [[nodiscard]] std::string code(std::string_view rule) const { return std::string(name).append(".").append(rule); }
    [[nodiscard]] std::string code(const Rule& rule) const { return code(rule.name); }
};

}  // namespace crossdock::edi
