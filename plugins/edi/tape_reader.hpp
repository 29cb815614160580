// A complete tape as a tree: where groups end, and what events are called.
#pragma once

#include "plugins/edi/dialect.hpp"

#include <crossdock/tape_writer.h>
#include <crossdock/cpp/views.hpp>

#include <memory>
#include <string_view>

namespace crossdock::edi {

// Borrows the tape. Throws sdk::Failure (permanent, `bad-tape`) when groups do not nest or a name is unknown.
class TapeReader {
public:
    TapeReader(const Dialect& dialect, const crossdock_tape_view& tape);

    [[nodiscard]] std::uint64_t size() const { return tape_.event_count; }
    [[nodiscard]] const crossdock_tape_event& event(std::uint64_t at) const { return tape_.events[at]; }
    // Of a BEGIN: the index of its END.
    [[nodiscard]] std::uint64_t end_of(std::uint64_t at) const { return ends_[at]; }
    // The event after this one and all inside it.
    [[nodiscard]] std::uint64_t next_sibling(std::uint64_t at) const {
        return event(at).kind == CROSSDOCK_TAPE_BEGIN ? ends_[at] + 1 : at + 1;
    }
    [[nodiscard]] std::string_view name(std::uint64_t at) const { return sdk::text(tape_.names[event(at).name]); }
    [[nodiscard]] std::string_view text(std::uint64_t at) const {
        return sdk::text(crossdock_tape_text(&tape_, &event(at)));
    }
    [[nodiscard]] std::uint32_t name_count() const { return tape_.name_count; }

private:
    const crossdock_tape_view& tape_;
    std::unique_ptr<std::uint64_t[]> ends_;
};

}  // namespace crossdock::edi
