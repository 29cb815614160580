// Payloads that are changed at random, the same ones in each run.
#pragma once

#include <cstdint>
#include <string>

namespace edi_test {

// Operation: each `next` is the payload with one to six changes: a byte replaced or inserted, bytes left out or
// repeated. `special` are the bytes that mean something.
class Mutator {
public:
    Mutator(std::string payload, std::string special) : payload_(std::move(payload)), special_(std::move(special)) {}

    std::string next() {
        std::string changed = payload_;
        for (std::uint32_t times = below(6) + 1; times > 0; --times) {
            const std::size_t at = below(changed.size());
            switch (below(4)) {
                case 0: changed[at] = static_cast<char>(below(256)); break;
                case 1: changed.erase(at, below(20)); break;
                case 2: changed.insert(at, 1, special_[below(special_.size())]); break;
                default: changed.insert(at, changed.substr(below(changed.size()), below(40))); break;
            }
        }
        return changed;
    }
    // A number from 0 up to but not including `bound`.
    std::uint32_t below(std::size_t bound) {
        state_ = state_ * 1664525u + 1013904223u;
        return static_cast<std::uint32_t>((state_ >> 8u) % bound);
    }

private:
    std::string payload_;
    std::string special_;
    std::uint32_t state_ = 12345;
};

}  // namespace edi_test
