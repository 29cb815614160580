// The codes of an element, found at once.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::edi {

// Immutable, so safe on any thread. Codes of up to eight characters, which nearly all are, cost one look-up.
class CodeList {
public:
    explicit CodeList(const std::vector<std::string>& listed) {
        while (slots_.size() < listed.size() * 2) slots_.resize(slots_.size() * 2);
        for (const std::string& code : listed) {
            if (code.empty() || code.size() > sizeof(std::uint64_t)) {
                long_.push_back(code);
                continue;
            }
            const std::uint64_t key = pack(code);
            std::size_t slot = first_slot(key);
            while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
            slots_[slot] = key;
        }
    }

    [[nodiscard]] bool has(std::string_view text) const {
        if (text.empty() || text.size() > sizeof(std::uint64_t))
            return std::find(long_.begin(), long_.end(), text) != long_.end();
        const std::uint64_t key = pack(text);
        for (std::size_t slot = first_slot(key);; slot = (slot + 1) & (slots_.size() - 1)) {
            if (slots_[slot] == key) return key != 0;
            if (slots_[slot] == 0) return false;
        }
    }

private:
    // One to eight characters as a number, the first one lowest. Read in two parts that may overlap: a copy of a length
    // that the compiler does not know costs more than the look-up.
    static std::uint64_t pack(std::string_view text) {
        static_assert(std::endian::native == std::endian::little, "the halves are put together as little-endian ones");
        const std::size_t size = text.size();
        if (size >= sizeof(std::uint32_t)) {
            std::uint32_t first = 0;
            std::uint32_t last = 0;
            std::memcpy(&first, text.data(), sizeof first);
            std::memcpy(&last, text.data() + size - sizeof last, sizeof last);
            return first | std::uint64_t{last} << (size - sizeof last) * 8;
        }
        const auto byte = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(text[at])} << at * 8; };
        return byte(0) | byte(size / 2) | byte(size - 1);
    }
    [[nodiscard]] std::size_t first_slot(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15u) >> 32u) & (slots_.size() - 1);
    }

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(8);  // a power of two, half of them empty
    std::vector<std::string> long_;
};

}  // namespace crossdock::edi
