// Real interchanges of other projects, read to the end.
#include "tests/plugins/edi/corpus.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace edifact_test;

namespace {

// Labelled valid, but not: docs/edi-corpus.md says why.
constexpr std::string_view mixes_groups_and_messages = "internal__stream__ErrorEventsTest.java@11240.edi";

bool is_error(const Finding& finding) { return finding.severity == CROSSDOCK_SEVERITY_ERROR; }

}  // namespace

TEST_CASE("interchanges of other projects are read to the end, and valid ones have no envelope error") {
    const std::vector<CorpusFile> files = corpus("edifact");
    if (files.empty()) return;
    std::string table = fmt::format("{:<10}{:<15}{:<22}{:>5}{:>9}{:>9}{:>9}  {}\n", "status", "message", "versions",
                                    "read", "envelope", "content", "warnings", "file");
    std::map<std::string, CorpusCount> counts;
    for (const CorpusFile& file : files) {
        CAPTURE(file.name);
        const Split found = split(file.payload, 4096);
        CHECK(split(file.payload, 97) == found);
        std::string details;
        std::size_t content = 0;
        std::size_t warnings = 0;
        for (const Slice& slice : found.slices) {
            for (const Finding& finding : decode(file.payload, slice).findings) {
                ++(is_error(finding) ? content : warnings);
                if (file.status == "valid" && is_error(finding) && finding.code != "edifact.unknown-transaction-set")
                    details += fmt::format("    {} {}: {}\n", finding.segment, finding.code, finding.text);
            }
        }
        const auto errors =
            static_cast<std::size_t>(std::count_if(found.findings.begin(), found.findings.end(), is_error));
        warnings += found.findings.size() - errors;
        for (const Finding& finding : found.findings)
            details += fmt::format("    {} {}: {}\n", finding.segment, finding.code, finding.text);
        table += fmt::format("{:<10}{:<15}{:<22}{:>5}{:>9}{:>9}{:>9}  {}\n{}", file.status, file.set.substr(0, 14),
                             file.versions.substr(0, 21), found.slices.size(), errors, content, warnings, file.name,
                             details);
        CorpusCount& count = counts[file.status];
        ++count.files;
        count.messages += found.slices.size();
        if (errors > 0) ++count.with_envelope_errors;
        if (file.name.ends_with(mixes_groups_and_messages))
            CHECK(codes(found.findings) ==
                  std::vector<std::string>{"edifact.groups-and-messages-mixed", "edifact.interchange-count"});
        else if (file.status == "valid" || file.status == "tolerable")
            CHECK(errors == 0);
        if (file.status == "invalid" || file.status == "fragment") CHECK(errors + content > 0);
    }
    check_corpus_page("EDIFACT", counts);
    std::cout << table;
}
