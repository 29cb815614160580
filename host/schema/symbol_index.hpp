// From a child's symbol to its position among its siblings, in a step.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "host/document/names.hpp"

namespace crossdock::schema {

// A hash table with open addressing, at most half full. Immutable once filled; read by any number of threads.
class SymbolIndex {
public:
    static constexpr std::uint32_t none = UINT32_MAX;

    // Symbols are distinct; the position is that in `symbols`.
    void fill(const std::vector<Symbol>& symbols) {
        const std::size_t size = std::bit_ceil(symbols.size() * 2 + 2);
        shift_ = 32U - static_cast<std::uint32_t>(std::countr_zero(size));
        slots_.assign(size, Slot{});
        for (std::uint32_t position = 0; position < symbols.size(); ++position) {
            std::size_t place = hash(symbols[position]);
            while (slots_[place].symbol != no_symbol) place = (place + 1) & (slots_.size() - 1);
            slots_[place] = {symbols[position], position};
        }
    }

    [[nodiscard]] std::uint32_t find(Symbol symbol) const {
        if (slots_.empty()) return none;
        std::size_t place = hash(symbol);
        while (slots_[place].symbol != symbol) {
            if (slots_[place].symbol == no_symbol) return none;
            place = (place + 1) & (slots_.size() - 1);
        }
        return slots_[place].position;
    }

private:
    struct Slot {
        Symbol symbol = no_symbol;
        std::uint32_t position = none;
    };
    [[nodiscard]] std::size_t hash(Symbol symbol) const { return (symbol * 0x9E37'79B1U) >> shift_; }

    std::vector<Slot> slots_;
    std::uint32_t shift_ = 31;
};

}  // namespace crossdock::schema
