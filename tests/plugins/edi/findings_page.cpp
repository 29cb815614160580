// Compares a reference page of findings with the rules.
#include "tests/plugins/edi/findings_page.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace edi_test {
namespace {

std::string level_name(crossdock::edi::Level level) {
    switch (level) {
        case crossdock::edi::syntax: return "syntax";
        case crossdock::edi::types: return "types";
        case crossdock::edi::usage: return "usage";
        case crossdock::edi::codes: return "codes";
        case crossdock::edi::relational: return "relational";
        case crossdock::edi::counts: return "counts";
        case crossdock::edi::order: return "order";
        case crossdock::edi::hierarchy: return "hierarchy";
        case crossdock::edi::partner_guide: return "guide";
        default: return "";
    }
}

}  // namespace

void check_findings_page(const std::string& file, const crossdock::edi::Dialect& dialect,
                         const std::vector<crossdock::edi::Rule>& rules, const std::vector<std::string>& places) {
    const std::vector<std::string> severities{"", "error", "warning", "note"};
    const std::vector<std::string> scopes{"", "interchange", "group", "transaction", "segment", "element"};
    std::set<std::string> expected;
    for (const crossdock::edi::Rule& rule : rules) {
        const std::string code = rule.*dialect.standard_code;
        const std::string place = code.empty() || places.empty() ? "" : places.at(rule.scope - 1) + " ";
        expected.insert(fmt::format("| `{}` | {} | {} | {} | {} |", dialect.code(rule), severities.at(rule.severity),
                                    scopes.at(rule.scope), place + code, level_name(rule.level)));
    }
    CHECK(expected.size() == rules.size());
    std::set<std::string> listed;
    std::ifstream page(CROSSDOCK_SOURCE_DIR "/docs/reference/" + file);
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("| `")) continue;
        std::size_t end = 0;  // of the fifth column
        for (int column = 0; column < 5 && end != std::string::npos; ++column) end = line.find('|', end + 1);
        INFO(line);
        REQUIRE(end != std::string::npos);
        listed.insert(line.substr(0, end + 1));
    }
    CHECK(listed == expected);
}

std::vector<std::string> unseen(const crossdock::edi::Dialect& dialect, const std::vector<crossdock::edi::Rule>& rules,
                                const std::vector<std::string>& seen) {
    std::vector<std::string> codes;
    for (const crossdock::edi::Rule& rule : rules)
        if (std::find(seen.begin(), seen.end(), dialect.code(rule)) == seen.end()) codes.push_back(dialect.code(rule));
    return codes;
}

}  // namespace edi_test
