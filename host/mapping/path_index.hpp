// Where the plain paths of a map lead to: all those of one context are found in one walk over its children.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/document/names.hpp"

namespace crossdock::mapping {

inline constexpr std::uint32_t no_id = UINT32_MAX;

// The names that paths ask for below the groups in whose contexts rules stand: the document's top and what each `each`
// and `group` goes through. Every name on a path has a slot, its place in a run's table of nodes; the slots of a
// context lie side by side. Filled while a program is compiled; immutable and thread-safe after `finish`.
class PathIndex {
public:
    struct Context {
        std::uint32_t level = no_id;
        std::uint32_t first_slot = 0;
        std::uint32_t slot_count = 0;
    };
    struct Entry {
        Symbol symbol = no_symbol;
        std::uint32_t slot = no_id;   // no_id: a free entry
        std::uint32_t level = no_id;  // of what is asked for below; no_id: nothing
    };
    // What is asked for in one group: a hash table of a power of two of entries, half of them free at least.
    struct Level {
        std::uint32_t first_entry = 0;
        std::uint32_t shift = 0;
        std::uint32_t mask = 0;
    };

    static constexpr std::uint32_t root_context = 0;

    PathIndex() { add_context(); }

    std::uint32_t add_context();
    // The slot of what the path leads to from the context's group, counted within the context until `finish`.
    std::uint32_t slot(std::uint32_t context, std::span<const Symbol> path);
    void finish();

    [[nodiscard]] const Context& context(std::uint32_t number) const { return contexts_[number]; }
    [[nodiscard]] const Level& level(std::uint32_t number) const { return levels_[number]; }
    [[nodiscard]] std::uint32_t slot_count() const { return slot_count_; }
    // Its slot is no_id when nothing asks for the name.
    [[nodiscard]] const Entry& find(const Level& level, Symbol symbol) const {
        std::uint32_t at = hash(symbol) >> level.shift;
        for (;; at = (at + 1) & level.mask) {
            const Entry& entry = entries_[level.first_entry + at];
            if (entry.symbol == symbol || entry.slot == no_id) return entry;
        }
    }

private:
    struct Name {
        std::uint32_t context = 0;
        std::uint32_t parent = no_id;  // among the names; no_id: the context's group
        Symbol symbol = no_symbol;
        std::uint32_t slot = 0;  // within the context
    };
    static std::uint32_t hash(Symbol symbol) { return symbol * 0x9E37'79B1U; }
    std::uint32_t make_level(std::uint32_t context, std::uint32_t parent);

    std::vector<Context> contexts_;
    std::vector<Name> names_;
    std::vector<Level> levels_;
    std::vector<Entry> entries_;
    std::uint32_t slot_count_ = 0;
};

}  // namespace crossdock::mapping
