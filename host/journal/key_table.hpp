// A compact hash table from index keys to positions; a key may be there several times.
#pragma once

#include <vector>

#include "host/journal/index_key.hpp"

namespace crossdock::journal {

// Open addressing with linear probing. Entries are added, never removed one by one. Not thread-safe.
class KeyTable {
public:
    void insert(IndexEntry entry) {
        if ((size_ + 1) * 4 > slots_.size() * 3) grow();
        place(entry);
        ++size_;
    }

    template <typename Visit>
    void find(std::uint64_t key, const Visit& visit) const {
        if (slots_.empty()) return;
        for (std::size_t at = home(key); slots_[at].position != empty; at = (at + 1) & (slots_.size() - 1))
            if (slots_[at].key == key) visit(slots_[at].position);
    }

    // Keeps the memory when it is little.
    void clear() {
        if (slots_.size() > kept_slots_max) {
            slots_ = {};
        } else if (size_ != 0) {
            slots_.assign(slots_.size(), {0, empty});
        }
        size_ = 0;
    }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    static constexpr LogPosition empty = UINT64_MAX;
    static constexpr std::size_t kept_slots_max = 4096;

    // The key's top bits name its kind and its bits below are mixed already, except a little at the low end.
    [[nodiscard]] std::size_t home(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ull) >> 20) & (slots_.size() - 1);
    }
    void place(IndexEntry entry) {
        std::size_t at = home(entry.key);
        while (slots_[at].position != empty) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = entry;
    }
    void grow() {
        std::vector<IndexEntry> old(slots_.empty() ? 64 : slots_.size() * 2, IndexEntry{0, empty});
        old.swap(slots_);
        for (const IndexEntry& entry : old)
            if (entry.position != empty) place(entry);
    }

    std::vector<IndexEntry> slots_;
    std::size_t size_ = 0;
};

}  // namespace crossdock::journal
