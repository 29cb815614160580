// Whether a reference page of findings and the rules agree.
#pragma once

#include "plugins/edi/dialect.hpp"

#include <string>
#include <vector>

namespace edi_test {

// Fails the test unless docs/reference/FILE lists exactly these rules, each with its severity, scope, code and level.
// `places`: what stands before a code, by scope (`AK304`); empty for a standard whose codes need no place.
void check_findings_page(const std::string& file, const crossdock::edi::Dialect& dialect,
                         const std::vector<crossdock::edi::Rule>& rules, const std::vector<std::string>& places);

// The codes of rules that are not in `seen`.
std::vector<std::string> unseen(const crossdock::edi::Dialect& dialect, const std::vector<crossdock::edi::Rule>& rules,
                                const std::vector<std::string>& seen);

}  // namespace edi_test
