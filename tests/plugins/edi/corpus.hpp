// Real interchanges of other projects. They are not part of this repository: they are looked for where CROSSDOCK_CORPUS
// says, or beside it.
#pragma once

#include <string>
#include <vector>

namespace edi_test {

struct CorpusFile {
    std::string name, set, versions, status, payload;
};

// Those of a standard (`x12`); none where there is no corpus, which is said in the test's output.
std::vector<CorpusFile> corpus(const std::string& standard);

}  // namespace edi_test
