// Lays a guide over the dictionary it is for: what it allows beyond it changes the release and the set, what it asks
// beyond it becomes rules.
#pragma once

#include "plugins/edi/dictionary_source.hpp"
#include "plugins/edi/guide.hpp"
#include "plugins/edi/guide_place.hpp"

namespace crossdock::edi {

struct GuideRuleSource {
    GuideRule::Kind kind = GuideRule::Kind::required;
    GuidePlace place;
    std::uint32_t min = 0;  // of length
    std::uint32_t max = unbounded;
    std::vector<std::string> codes{};
    std::string note{};
    std::string reason{};
};

struct GuideOverlay {
    ReleaseSource release;
    TransactionSource set;
    std::vector<GuideRuleSource> rules;
};

// `set` is one of `release`. Throws sdk::Failure (configuration) naming file, line and column of the guide where it
// does not fit them.
[[nodiscard]] GuideOverlay lay_over(const GuideSource& guide, const ReleaseSource& release,
                                    const TransactionSource& set);

}  // namespace crossdock::edi
