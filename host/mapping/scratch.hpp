// Memory for the texts that a run makes on its way.
#pragma once

#include <array>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace crossdock::mapping {

// Hands out memory that lives until `reset`; the first kilobytes lie in the object itself. Not thread-safe.
class Scratch {
public:
    Scratch() = default;
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    char* take(std::size_t size) {
        if (size <= first_.size() - used_) {
            char* const taken = first_.data() + used_;
            used_ += size;
            return taken;
        }
        return take_further(size);
    }
    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        char* const taken = take(text.size());
        std::memcpy(taken, text.data(), text.size());
        return {taken, text.size()};
    }
    // Everything that was handed out ends here. Keeps the further blocks' count small by giving them back.
    void reset() {
        used_ = 0;
        further_.clear();
        further_used_ = further_size_ = 0;
    }

private:
    char* take_further(std::size_t size) {
        constexpr std::size_t block_size = 64 * 1024;
        if (further_.empty() || size > further_size_ - further_used_) {
            further_size_ = size > block_size ? size : block_size;
            further_used_ = 0;
            further_.push_back(std::make_unique<char[]>(further_size_));
        }
        char* const taken = further_.back().get() + further_used_;
        further_used_ += size;
        return taken;
    }

    std::size_t used_ = 0;
    std::size_t further_used_ = 0;
    std::size_t further_size_ = 0;
    std::vector<std::unique_ptr<char[]>> further_;
    std::array<char, 2048> first_;  // left as it is: what is taken is written before it is read
};

}  // namespace crossdock::mapping
