// Memory of the host that a plugin fills and that grows on demand up to a limit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>

namespace crossdock {

// An array of plain values without initialisation. Not thread-safe.
template <typename T>
class GrowingMemory {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    GrowingMemory(std::uint64_t initial, std::uint64_t limit) : initial_(initial), limit_(limit) {}

    [[nodiscard]] T* data() const { return values_.get(); }
    [[nodiscard]] std::uint64_t capacity() const { return capacity_; }

    // Makes room for `more` values after the first `used`, which are kept. False, and nothing changed, when that is
    // above the limit or `used` is above the capacity. May throw bad_alloc.
    bool grow(std::uint64_t used, std::uint64_t more) {
        if (used > capacity_ || more > limit_ || used > limit_ - more) return false;
        if (capacity_ - used >= more) return true;
        const std::uint64_t wanted = std::min(limit_, std::max({initial_, capacity_ * 2, used + more}));
        auto grown = std::make_unique_for_overwrite<T[]>(wanted);
        if (used != 0) std::memcpy(grown.get(), values_.get(), used * sizeof(T));
        values_ = std::move(grown);
        capacity_ = wanted;
        return true;
    }

private:
    std::uint64_t initial_;
    std::uint64_t limit_;
    std::uint64_t capacity_ = 0;
    std::unique_ptr<T[]> values_;
};

}  // namespace crossdock
