// The codes of an element, found at once.
#pragma once

#include <algorithm>
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
    static std::uint64_t pack(std::string_view text) {
        std::uint64_t key = 0;
        std::memcpy(&key, text.data(), text.size());
        return key;
    }
    [[nodiscard]] std::size_t first_slot(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15u) >> 32u) & (slots_.size() - 1);
    }

    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(8);  // a power of two, half of them empty
    std::vector<std::string> long_;
};

}  // namespace crossdock::edi
