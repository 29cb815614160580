// Which transaction of one file is which of another.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/commands/edi/reader.hpp"
#include "host/commands/edi/type_book.hpp"

namespace crossdock::commands::edi {

// A transaction without its document: enough to find its counterpart, and to read it again.
struct Fingerprint {
    ReadTransaction place;  // slice and envelopes
    std::string key;        // a look-up key such as the order number; empty: none
    std::string digest;     // of all that it says; empty: it cannot be compared
};

// Reads a whole file into fingerprints, in its order. Fails like read_interchanges; error `edi.not-comparable` when a
// transaction's type is not known, so that nothing can be said of what it holds.
Result<std::vector<Fingerprint>> fingerprints(plugins::FormatClient& format, const Input& input,
                                              const plugins::FormatOptions& options, TypeBook& types);

inline constexpr std::size_t nobody = SIZE_MAX;

// Pairs of indexes, `nobody` where there is no counterpart: those of one type that say the same, then those with the
// same key, then those of the same type in their order.
std::vector<std::pair<std::size_t, std::size_t>> pair_up(const std::vector<Fingerprint>& before,
                                                         const std::vector<Fingerprint>& after);

}  // namespace crossdock::commands::edi
