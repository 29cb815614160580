// Documents that break one rule each.
#pragma once

#include "tests/plugins/edi/recorders.hpp"

#include "plugins/edi/dialect.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace edi_test {

using Changes = std::vector<std::pair<std::string, std::string>>;

struct Mutant {
    std::string rule;      // without the standard's name
    std::string original;  // without findings
    std::string text;      // the original changed; `#` stands where the finding is, and is not part of it
    unsigned element = 0;  // of the finding, 0: of the whole segment
    unsigned component = 0;
    std::vector<std::string> also{};  // rules that this one cannot be broken without, as they are found behind it
    std::uint64_t segment_limit = 1024;
};

// `original` with each change made once; the last of them has the `#`.
Mutant mutant(std::string rule, const std::string& original, const Changes& changes, unsigned element = 0,
              unsigned component = 0, std::vector<std::string> also = {});

// Fails the test unless each original is read without a finding, each mutant with exactly one, of its rule and at its
// place (or with those it cannot be without), and each rule has a mutant. `read`: all findings of a payload, of split
// and decode, for a segment limit.
void check_mutants(const crossdock::edi::Dialect& dialect, const std::vector<crossdock::edi::Rule>& rules,
                   const std::vector<Mutant>& mutants, char terminator,
                   const std::function<std::vector<Finding>(const std::string& payload, std::uint64_t limit)>& read);

}  // namespace edi_test
