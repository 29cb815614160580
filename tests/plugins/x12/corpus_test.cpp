// Real interchanges of other projects, read to the end.
#include "tests/plugins/edi/corpus.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <iostream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace x12_test;

namespace {

bool is_error(const Finding& finding) { return finding.severity == CROSSDOCK_SEVERITY_ERROR; }

}  // namespace

TEST_CASE("interchanges of other projects are read to the end, and valid ones have no envelope error") {
    const std::vector<CorpusFile> files = corpus("x12");
    if (files.empty()) return;
    std::string table = fmt::format("{:<10}{:<9}{:<22}{:>5}{:>9}{:>9}{:>9}  {}\n", "status", "set", "versions", "sets",
                                    "envelope", "content", "warnings", "file");
    std::map<std::string, CorpusCount> counts;
    for (const CorpusFile& entry : files) {
        CAPTURE(entry.name);
        const std::string& payload = entry.payload;
        const Split found = split(payload, 4096);
        CHECK(split(payload, 97) == found);
        std::size_t content = 0;
        std::size_t warnings = 0;
        for (const Slice& slice : found.slices) {
            for (const Finding& finding : decode(payload, slice).findings) {
                ++(is_error(finding) ? content : warnings);
                if (entry.status == "valid" && entry.set == "850" && is_error(finding))
                    table += fmt::format("    {} {}: {}\n", finding.segment, finding.code, finding.text);
            }
        }
        std::size_t errors = 0;
        bool unknown = false;
        for (const Finding& finding : found.findings) {
            const bool foreign = finding.code == "x12.unknown-release" || finding.code == "x12.unknown-functional-id";
            unknown = unknown || foreign;
            if (is_error(finding) && !foreign) ++errors;
            if (!is_error(finding)) ++warnings;
            if (entry.status == "valid" && is_error(finding) && !foreign)
                table += fmt::format("    {}: {}\n", finding.code, finding.text);
        }
        table += fmt::format("{:<10}{:<9}{:<22}{:>5}{:>9}{:>9}{:>9}  {}\n", entry.status, entry.set,
                             entry.versions.substr(0, 21), found.slices.size(), errors, content, warnings, entry.name);
        CorpusCount& count = counts[entry.status];
        ++count.files;
        count.messages += found.slices.size();
        if (errors > 0) ++count.with_envelope_errors;
        if (entry.status == "valid" || entry.status == "tolerable") CHECK(errors == 0);
        if (entry.status == "valid" && entry.set == "850" && entry.versions == "ISA00401,004010") CHECK_FALSE(unknown);
        if (entry.status == "invalid") CHECK((errors + content > 0 || unknown));
    }
    check_corpus_page("X12", counts);
    std::cout << table;
}
