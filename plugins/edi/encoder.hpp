// Writes a document as one transaction, header to trailer, with slots for its control number; or as its one segment,
// where a set is no more than that.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/output_syntax.hpp"

#include <crossdock/format.h>

namespace crossdock::edi {

// The children of each loop may come in any order; they are written in the dictionary's. Of the header of
// the document what stands behind type and control number is written, its trailer is passed over. Throws sdk::Failure
// (permanent), naming the place, for what the dictionary does not allow: an unknown type or name, something mandatory
// missing, too often, too long or of the wrong type, a closed code list or a relational note broken, a delimiter inside
// data where no character releases it. Text shorter than the dictionary's minimum is written as it is. What breaks the
// partner's guide is refused alike. Re-entrant.
void encode(const Transaction& transaction, const crossdock_tape_view& document, const OutputSyntax& syntax,
            const TransactionFrame& frame, crossdock_output& output);

// The transaction set of a type, as the first of these guides that is for it has it. Throws sdk::Failure: permanent,
// `unknown-transaction-set`, where it is not in the dictionaries; configuration, `unknown-guide`.
[[nodiscard]] const Transaction& transaction_to_write(const Catalog& catalog, std::string_view type,
                                                      std::string_view guides = {});

}  // namespace crossdock::edi
