// Real interchanges of other projects, read to the end. They are not part of this repository: the test looks for them
// where CROSSDOCK_CORPUS says or beside it, and says so when they are not there.
#include "tests/plugins/x12/fixture.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace x12_test;
namespace fs = std::filesystem;

namespace {

struct Entry {
    std::string file, standard, set, versions, status;
};

std::vector<Entry> manifest(const fs::path& corpus) {
    std::vector<Entry> entries;
    std::ifstream file(corpus / "manifest.tsv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> columns;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '\t');) columns.push_back(cell);
        if (columns.size() > 6 && columns[1] == "x12")
            entries.push_back({columns[0], columns[1], columns[2], columns[3], columns[6]});
    }
    return entries;
}

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool is_error(const Finding& finding) { return finding.severity == CROSSDOCK_SEVERITY_ERROR; }

}  // namespace

TEST_CASE("interchanges of other projects are read to the end, and valid ones have no envelope error") {
    const char* configured = std::getenv("CROSSDOCK_CORPUS");
    const fs::path corpus =
        configured != nullptr ? fs::path(configured) : fs::path(CROSSDOCK_SOURCE_DIR) / ".." / "shared" / "corpus";
    const std::vector<Entry> entries = manifest(corpus);
    if (entries.empty()) {
        WARN("no corpus at " << corpus.string() << ": this test read nothing");
        return;
    }
    std::string table = fmt::format("{:<10}{:<9}{:<22}{:>5}{:>9}{:>9}{:>9}  {}\n", "status", "set", "versions", "sets",
                                    "envelope", "content", "warnings", "file");
    for (const Entry& entry : entries) {
        CAPTURE(entry.file);
        const std::string payload = read(corpus / entry.file);
        REQUIRE_FALSE(payload.empty());
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
                             entry.versions.substr(0, 21), found.slices.size(), errors, content, warnings,
                             entry.file.substr(entry.file.find('/') + 1));
        if (entry.status == "valid") CHECK(errors == 0);
        if (entry.status == "valid" && entry.set == "850" && entry.versions == "ISA00401,004010") CHECK_FALSE(unknown);
        if (entry.status == "invalid") CHECK((errors > 0 || !found.findings.empty() || content > 0 || unknown));
    }
    std::cout << table;
}
