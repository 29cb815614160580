// A complete tape as a tree.
#include "plugins/x12/tape_reader.hpp"

#include <crossdock/cpp/failure.hpp>

namespace crossdock::x12 {

TapeReader::TapeReader(const crossdock_tape_view& tape) : tape_(tape), ends_(tape.event_count, 0) {
    std::vector<std::uint64_t> open;
    for (std::uint64_t at = 0; at < tape.event_count; ++at) {
        const crossdock_tape_event& event = tape.events[at];
        if (event.name >= tape.name_count)
            throw sdk::Failure::permanent("x12.bad-tape", "a name of the document is unknown");
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            open.push_back(at);
        } else if (event.kind == CROSSDOCK_TAPE_END) {
            if (open.empty()) throw sdk::Failure::permanent("x12.bad-tape", "a group of the document ends twice");
            ends_[open.back()] = at;
            open.pop_back();
        }
    }
    if (!open.empty()) throw sdk::Failure::permanent("x12.bad-tape", "a group of the document does not end");
}

}  // namespace crossdock::x12
