// Reads mutants and compares what is found with what was broken.
#include "tests/plugins/edi/mutants.hpp"

#include "tests/plugins/edi/findings_page.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace edi_test {
namespace {

// The number of the segment at an offset, 1 first; an empty one has none of its own.
std::uint32_t segment_at(const std::string& payload, std::size_t offset, char terminator) {
    std::uint32_t number = 0;
    for (std::size_t begin = 0; begin <= offset;) {
        const std::size_t end = std::min(payload.find(terminator, begin), payload.size());
        if (payload.find_first_not_of("\r\n", begin) < end) ++number;
        begin = end + 1;
    }
    return number;
}

}  // namespace

Mutant mutant(std::string rule, const std::string& original, const Changes& changes, unsigned element,
              unsigned component, std::vector<std::string> also) {
    std::string text = original;
    for (const auto& [from, to] : changes) text = replaced(std::move(text), from, to);
    return {std::move(rule), original, std::move(text), element, component, std::move(also)};
}

void check_mutants(const crossdock::edi::Dialect& dialect, const std::vector<crossdock::edi::Rule>& rules,
                   const std::vector<Mutant>& mutants, char terminator,
                   const std::function<std::vector<Finding>(const std::string& payload, std::uint64_t limit)>& read) {
    std::vector<std::string> broken;
    for (const Mutant& each : mutants) {
        const std::string code = std::string(dialect.name) + "." + each.rule;
        CAPTURE(code, each.text);
        const std::vector<std::string> of_original = codes(read(each.original, each.segment_limit));
        CAPTURE(of_original);
        CHECK(of_original.empty());
        std::string payload = each.text;
        const std::size_t mark = payload.find('#');
        REQUIRE(mark != std::string::npos);
        payload.erase(mark, 1);
        const std::vector<Finding> findings = read(payload, each.segment_limit);
        std::vector<std::string> expected{code};
        for (const std::string& also : each.also) expected.push_back(std::string(dialect.name) + "." + also);
        CHECK(codes(findings) == expected);
        broken.push_back(code);
        if (findings.empty()) continue;
        CHECK(findings[0].offset == mark);
        CHECK(findings[0].element == each.element);
        CHECK(findings[0].component == each.component);
        if (findings[0].segment != 0) CHECK(findings[0].segment == segment_at(payload, mark, terminator));
        if (findings[0].scope < CROSSDOCK_SCOPE_SEGMENT) continue;
        const std::size_t header = payload.find(std::string(dialect.header) + payload[payload.find_first_of("*+")]);
        CHECK(findings[0].transaction_segment ==
              segment_at(payload, mark, terminator) - segment_at(payload, header, terminator) + 1);
    }
    const std::vector<std::string> without_mutant = unseen(dialect, rules, broken);
    CAPTURE(without_mutant);
    CHECK(without_mutant.empty());
}

}  // namespace edi_test
