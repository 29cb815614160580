// Reads the corpus by its manifest.
#include "tests/plugins/edi/corpus.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace edi_test {

std::vector<CorpusFile> corpus(const std::string& standard) {
    namespace fs = std::filesystem;
    const char* configured = std::getenv("CROSSDOCK_CORPUS");
    const fs::path folder =
        configured != nullptr ? fs::path(configured) : fs::path(CROSSDOCK_SOURCE_DIR) / ".." / "shared" / "corpus";
    std::vector<CorpusFile> files;
    std::ifstream manifest(folder / "manifest.tsv");
    std::string line;
    std::getline(manifest, line);
    while (std::getline(manifest, line)) {
        std::vector<std::string> columns;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '\t');) columns.push_back(cell);
        if (columns.size() <= 6 || columns[1] != standard) continue;
        std::ifstream file(folder / columns[0], std::ios::binary);
        files.push_back({columns[0].substr(columns[0].find('/') + 1),
                         columns[2],
                         columns[3],
                         columns[6],
                         {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}});
        CAPTURE(columns[0]);
        REQUIRE_FALSE(files.back().payload.empty());
    }
    if (files.empty()) WARN("no corpus at " << folder.string() << ": this test read nothing");
    return files;
}

void check_corpus_page(const std::string& title, const std::map<std::string, CorpusCount>& counts) {
    std::ifstream file(CROSSDOCK_SOURCE_DIR "/docs/edi-corpus.md");
    const std::string page{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (const auto& [label, count] : counts) {
        const std::string row = fmt::format("| {} | {} | {} | {} | {} |", title, label, count.files, count.messages,
                                            count.with_envelope_errors);
        INFO("not in docs/edi-corpus.md: " << row);
        CHECK(page.find(row) != std::string::npos);
    }
}

}  // namespace edi_test
