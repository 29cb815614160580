// Turns dictionary files into the flat arrays that decoding and encoding run on.
#pragma once

#include "plugins/edi/dictionary_source.hpp"

namespace crossdock::edi {

// Elements, composites and segments. Throws sdk::Failure (configuration) where something named is not defined.
[[nodiscard]] std::unique_ptr<const Release> compile_release(const ReleaseSource& source);

// A transaction set of a compiled release, which it borrows for its life.
[[nodiscard]] std::unique_ptr<Transaction> compile_transaction(const TransactionSource& source, const Release& release,
                                                               std::uint64_t names_id);

// A relational note such as `C0405` of a segment with so many elements. Throws sdk::Failure (configuration) that begins
// with `place`.
[[nodiscard]] Note compile_note(const Dialect& dialect, std::string_view text, std::size_t uses,
                                const std::string& place);

// Adds a control rule or a trace to a set whose release is compiled. Throws sdk::Failure (configuration) naming the
// statement's place where it names something unknown.
void compile_statement(const StatementSource& statement, Transaction& transaction);

}  // namespace crossdock::edi
