// Turns a guide into a transaction set of its own, with what the guide asks beyond its dictionary.
#pragma once

#include "plugins/edi/dictionary_source.hpp"
#include "plugins/edi/guide_source.hpp"

namespace crossdock::edi {

struct GuidedSet {
    std::unique_ptr<const Release> release;  // the set borrows it
    std::unique_ptr<const Transaction> transaction;
};

// `release` is the one that the guide is for, before it is compiled. Throws sdk::Failure (configuration) naming the
// place in the guide.
[[nodiscard]] GuidedSet compile_guide(const GuideSource& guide, const ReleaseSource& release,
                                      const TransactionSource& set, std::uint64_t names_id);

}  // namespace crossdock::edi
