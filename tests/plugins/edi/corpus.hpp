// Real interchanges of other projects. They are not part of this repository: they are looked for where CROSSDOCK_CORPUS
// says, or beside it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace edi_test {

struct CorpusFile {
    std::string name, set, versions, status, payload;
};

// Those of a standard (`x12`); none where there is no corpus, which is said in the test's output.
std::vector<CorpusFile> corpus(const std::string& standard);

struct CorpusCount {
    std::size_t files = 0, messages = 0, with_envelope_errors = 0;
};

// Fails the test unless docs/edi-corpus.md has these counts, by label, for the standard (`X12`).
void check_corpus_page(const std::string& title, const std::map<std::string, CorpusCount>& counts);

}  // namespace edi_test
