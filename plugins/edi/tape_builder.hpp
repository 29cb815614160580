// Appends groups and values by name to a tape, with the names of a transaction set.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <crossdock/tape_writer.h>

#include <string_view>
#include <unordered_map>
#include <vector>

namespace crossdock::edi {

// Text is copied to the tape. A name that the set does not have is a programming error and throws std::out_of_range.
// Throws sdk::Failure when the tape's limit is reached. Concurrency: one thread.
class TapeBuilder {
public:
    TapeBuilder(const Transaction& transaction, crossdock_tape_writer& tape);

    // Whether the set has a segment, loop, element or component of that name.
    [[nodiscard]] bool knows(std::string_view name) const { return names_.contains(name); }
    void begin(std::string_view name);
    void end();
    // Nothing for an empty text: an element that is empty is not on the tape.
    void value(std::string_view name, std::string_view text);

private:
    void append(std::uint8_t kind, std::uint32_t name, std::string_view text);

    const Dialect& dialect_;
    crossdock_tape_writer& tape_;
    std::unordered_map<std::string_view, std::uint32_t> names_;
    std::vector<std::uint32_t> open_;
};

}  // namespace crossdock::edi
