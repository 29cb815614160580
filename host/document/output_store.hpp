// Output in memory of the host, for a plugin to write.
#pragma once

#include <crossdock/output.h>

#include <span>
#include <string_view>

#include "host/base/result.hpp"
#include "host/document/growing_memory.hpp"

namespace crossdock {

// What a plugin wrote, checked. Borrowed from the store.
struct OutputView {
    std::string_view bytes;
    std::span<const crossdock_slot> slots;  // in order, inside `bytes`, not overlapping
};

struct OutputLimits {
    std::uint64_t bytes_max = 1U << 30U;
    std::uint64_t slots_max = 1U << 20U;
};

// Hands out an output whose `grow` answers FAILED at the limits. Keeps its memory from one output to the next. Not
// thread-safe; stays where it was made.
class OutputStore {
public:
    explicit OutputStore(OutputLimits limits = {});
    OutputStore(const OutputStore&) = delete;
    OutputStore& operator=(const OutputStore&) = delete;
    ~OutputStore() = default;

    // An empty output to be written. Valid until the next call.
    crossdock_output& start();
    // What was written; valid until the next start. An error `output.writer` or `output.slot` when the plugin left
    // counts behind that are beyond the memory it was given, or slots that cannot be filled.
    [[nodiscard]] Result<OutputView> view() const;

private:
    struct Output {
        crossdock_output table;  // first, so that `grow` finds the rest
        OutputStore* store;
    };
    static crossdock_status CROSSDOCK_CALL grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots);

    Output output_{};
    GrowingMemory<std::uint8_t> bytes_;
    GrowingMemory<crossdock_slot> slots_;
};

}  // namespace crossdock
