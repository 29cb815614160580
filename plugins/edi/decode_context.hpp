// What the parts of a decoder share while one transaction is decoded: its dictionary, the tape, where findings go.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edi/dictionary.hpp"
#include "plugins/edi/finding_text.hpp"
#include "plugins/edi/segment_scanner.hpp"

#include <crossdock/tape_writer.h>
#include <crossdock/cpp/failure.hpp>

namespace crossdock::edi {

struct DecodeContext {
    const Transaction& transaction;
    Delimiters delimiters;
    const char* source;           // first byte of the slice
    std::uint64_t source_offset;  // of the slice in the whole payload
    crossdock_tape_writer& tape;
    const crossdock_findings& findings;
    std::uint32_t levels;
    const CharacterSet& characters;
    std::uint32_t first_segment;            // number in the interchange of ST
    std::uint32_t transaction_segment = 0;  // of the segment at hand, ST is 1

    [[nodiscard]] const Release& release() const { return *transaction.release; }
    [[nodiscard]] const Dialect& dialect() const { return *release().dialect; }
    [[nodiscard]] bool checks(const Rule& rule) const { return rule.level == always || (levels & rule.level) != 0; }
    [[nodiscard]] std::uint32_t segment_number() const { return first_segment + transaction_segment - 1; }

    void reserve(std::uint64_t events) const {
        if (crossdock_tape_reserve(&tape, events, 0) != CROSSDOCK_OK) refuse_size();
    }
    // BEGIN or END; room must have been reserved, else it throws.
    void group(std::uint8_t kind, std::uint32_t name, bool list, const char* at) const {
        if (tape.event_count >= tape.event_capacity) refuse_size();
        const std::uint8_t flags = list ? CROSSDOCK_TAPE_LIST_ITEM : 0;
        const auto offset = static_cast<std::uint64_t>(at - source);
        tape.events[tape.event_count++] = {kind, flags, 0, 0, 0, name, 0, 0, source_offset + offset, segment_number(),
                                           0};
    }
    // A VALUE whose text lies in the source; room must have been reserved, else it throws.
    void value(std::uint32_t name, std::string_view text, std::uint16_t element, std::uint16_t component,
               std::uint16_t repetition) const {
        if (tape.event_count >= tape.event_capacity) refuse_size();
        const auto offset = static_cast<std::uint64_t>(text.data() - source);
        const std::uint8_t flags =
            repetition == 0 ? CROSSDOCK_TAPE_IN_SOURCE : CROSSDOCK_TAPE_IN_SOURCE | CROSSDOCK_TAPE_LIST_ITEM;
        tape.events[tape.event_count++] = {CROSSDOCK_TAPE_VALUE,
                                           flags,
                                           element,
                                           component,
                                           repetition,
                                           name,
                                           static_cast<std::uint32_t>(text.size()),
                                           offset,
                                           source_offset + offset,
                                           segment_number(),
                                           0};
    }

private:
    [[noreturn]] void refuse_size() const {
        throw sdk::Failure::permanent(dialect().code("document-too-large"),
                                      "the document is larger than the tape's limit");
    }
};

}  // namespace crossdock::edi
