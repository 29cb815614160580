#include "host/mapping/path_index.hpp"

#include <algorithm>
#include <bit>

namespace crossdock::mapping {

std::uint32_t PathIndex::add_context() {
    contexts_.emplace_back();
    return static_cast<std::uint32_t>(contexts_.size() - 1);
}

std::uint32_t PathIndex::slot(std::uint32_t context, std::span<const Symbol> path) {
    std::uint32_t at = no_id;
    for (const Symbol symbol : path) {
        const auto known = std::find_if(names_.begin(), names_.end(), [&](const Name& name) {
            return name.context == context && name.parent == at && name.symbol == symbol;
        });
        const auto number = static_cast<std::uint32_t>(known - names_.begin());
        if (known == names_.end()) names_.push_back({context, at, symbol, contexts_[context].slot_count++});
        at = number;
    }
    return at == no_id ? no_id : names_[at].slot;
}

std::uint32_t PathIndex::make_level(std::uint32_t context, std::uint32_t parent) {
    std::vector<std::uint32_t> within;
    for (std::uint32_t number = 0; number < names_.size(); ++number)
        if (names_[number].context == context && names_[number].parent == parent) within.push_back(number);
    if (within.empty()) return no_id;

    const auto size = std::bit_ceil(static_cast<std::uint32_t>(within.size()) * 2);
    const Level level{static_cast<std::uint32_t>(entries_.size()),
                      32U - static_cast<std::uint32_t>(std::countr_zero(size)), size - 1};
    const auto made = static_cast<std::uint32_t>(levels_.size());
    levels_.push_back(level);
    entries_.resize(entries_.size() + size);
    for (const std::uint32_t number : within) {
        const Name& name = names_[number];
        std::uint32_t at = hash(name.symbol) >> level.shift;
        while (entries_[level.first_entry + at].slot != no_id) at = (at + 1) & level.mask;
        const std::size_t entry = level.first_entry + at;
        entries_[entry].symbol = name.symbol;
        entries_[entry].slot = contexts_[context].first_slot + name.slot;
        const std::uint32_t below = make_level(context, number);
        entries_[entry].level = below;
    }
    return made;
}

void PathIndex::finish() {
    for (std::uint32_t number = 0; number < contexts_.size(); ++number) {
        contexts_[number].first_slot = slot_count_;
        slot_count_ += contexts_[number].slot_count;
        contexts_[number].level = make_level(number, no_id);
    }
}

}  // namespace crossdock::mapping
