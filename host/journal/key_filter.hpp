// A Bloom filter of index keys: answers "certainly not here" without touching a file.
#pragma once

#include <cstdint>
#include <vector>

namespace crossdock::journal {

// All bits of a key lie in one block of 512, so that a question costs one cache miss. Ten bits a key let about one
// foreign key in a hundred through. Not thread-safe while it is being filled.
class KeyFilter {
public:
    KeyFilter() = default;
    explicit KeyFilter(std::size_t keys) : words_((keys * bits_per_key / 512 + 1) * words_per_block) {}
    explicit KeyFilter(std::vector<std::uint64_t> words) : words_(std::move(words)) {}

    void insert(std::uint64_t key) {
        std::uint64_t* const block = words_.data() + block_of(key);
        each_bit(key, [&](std::uint64_t bit) { block[bit / 64] |= std::uint64_t{1} << (bit % 64); });
    }
    [[nodiscard]] bool may_contain(std::uint64_t key) const {
        const std::uint64_t* const block = words_.data() + block_of(key);
        bool all = true;
        each_bit(key, [&](std::uint64_t bit) { all &= (block[bit / 64] >> (bit % 64) & 1) != 0; });
        return all;
    }
    [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }

private:
    static constexpr std::size_t bits_per_key = 10;
    static constexpr std::size_t words_per_block = 8;

    [[nodiscard]] std::size_t block_of(std::uint64_t key) const {
        const std::uint64_t mixed = key * 0x9E3779B97F4A7C15ull;
        return static_cast<std::size_t>((mixed >> 32) * (words_.size() / words_per_block) >> 32) * words_per_block;
    }
    template <typename Each>
    static void each_bit(std::uint64_t key, const Each& each) {
        std::uint64_t bits = key * 0xD6E8FEB86659FD93ull;
        for (int count = 0; count < 6; ++count, bits >>= 9) each((bits >> 8) & 511);
    }

    std::vector<std::uint64_t> words_;
};

}  // namespace crossdock::journal
