// Turns dictionary files into the flat arrays that decoding and encoding run on.
#pragma once

#include "plugins/edi/dictionary_source.hpp"

namespace crossdock::edi {

// Elements, composites and segments. Throws sdk::Failure (configuration) where something named is not defined.
[[nodiscard]] std::unique_ptr<const Release> compile_release(const ReleaseSource& source);

// A transaction set of a compiled release, which it borrows for its life.
[[nodiscard]] std::unique_ptr<const Transaction> compile_transaction(const TransactionSource& source,
                                                                     const Release& release, std::uint64_t names_id);

}  // namespace crossdock::edi
