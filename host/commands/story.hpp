// The story of a document: everything that the journal knows of it and of what belongs to it, in time order.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "host/journal/store.hpp"

namespace crossdock::commands {

// One thing that happened.
struct StoryEvent {
    WallTimeMs at_ms = 0;
    journal::LogPosition position = 0;
    std::string subject;        // `M1`, `D4`, `S9`
    std::string what;           // `received`, `split`, `mapped`, `sent`, …
    std::string text;           // for a person
    std::int64_t took_ms = -1;  // -1: unknown
};

// What a key or an id names: documents and messages. Ids carry their letter; every other word is looked up as an order
// number, control number or file name. Error `trace.unknown` when nothing has it.
Result<std::vector<journal::EntityId>> find_subjects(const journal::Store& store, const std::string& word);

// The story that `subject` belongs to: the message, the document or all documents of the message, their runs,
// deliveries, acknowledgements and exceptions.
Result<std::vector<StoryEvent>> tell_story(const journal::Store& store, journal::EntityId subject);

}  // namespace crossdock::commands
