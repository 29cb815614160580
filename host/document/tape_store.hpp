// A tape in memory of the host, for a plugin to write.
#pragma once

#include <crossdock/tape.h>

#include "host/base/result.hpp"
#include "host/document/growing_memory.hpp"

namespace crossdock {

struct TapeLimits {
    std::uint64_t events_max = 1U << 24U;
    std::uint64_t text_bytes_max = 1U << 30U;
};

// Hands out a writer whose `grow` answers FAILED at the limits. Keeps its memory from one tape to the next; what was
// read from a tape and borrows its text must be gone by then. Not thread-safe; stays where it was made.
class TapeStore {
public:
    explicit TapeStore(TapeLimits limits = {});
    TapeStore(const TapeStore&) = delete;
    TapeStore& operator=(const TapeStore&) = delete;
    ~TapeStore() = default;

    // An empty tape to be written. Valid until the next call.
    crossdock_tape_writer& start();
    // What was written. `source` is what its IN_SOURCE texts count in. An error (`tape.writer`) when the plugin left
    // counts behind that are beyond the memory it was given. The names remain the plugin's: read the tape at once.
    [[nodiscard]] Result<crossdock_tape_view> view(crossdock_bytes_view source) const;

private:
    struct Writer {
        crossdock_tape_writer table;  // first, so that `grow` finds the rest
        TapeStore* store;
    };
    static crossdock_status CROSSDOCK_CALL grow(crossdock_tape_writer* tape, std::uint64_t events,
                                                std::uint64_t text_bytes);

    Writer writer_{};
    GrowingMemory<crossdock_tape_event> events_;
    GrowingMemory<char> text_;
};

}  // namespace crossdock
