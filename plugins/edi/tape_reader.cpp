// A complete tape as a tree.
#include "plugins/edi/tape_reader.hpp"

#include <crossdock/cpp/failure.hpp>

#include <utility>

namespace crossdock::edi {

TapeReader::TapeReader(const Dialect& dialect, const crossdock_tape_view& tape)
    : tape_(tape), ends_(std::make_unique_for_overwrite<std::uint64_t[]>(tape.event_count)) {
    const auto refuse = [&](const char* what) { throw sdk::Failure::permanent(dialect.code("bad-tape"), what); };
    constexpr std::uint64_t none_open = UINT64_MAX;
    // While a group is open, its entry holds the group around it.
    std::uint64_t open = none_open;
    for (std::uint64_t at = 0; at < tape.event_count; ++at) {
        const crossdock_tape_event& event = tape.events[at];
        if (event.name >= tape.name_count) refuse("a name of the document is unknown");
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            ends_[at] = std::exchange(open, at);
        } else if (event.kind == CROSSDOCK_TAPE_END) {
            if (open == none_open) refuse("a group of the document ends twice");
            open = std::exchange(ends_[open], at);
        }
    }
    if (open != none_open) refuse("a group of the document does not end");
}

}  // namespace crossdock::edi
