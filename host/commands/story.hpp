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

struct Subjects {
    std::vector<journal::EntityId> ids;
    std::size_t left_out = 0;
};

// What a word names: the entity with that id, which carries its letter, and then the documents and messages with that
// order number, control number or file name, oldest first. Of very many the newest are told, and only the last few
// attempts that were refused, since those may be repeated without end. Error `trace.unknown` when nothing has it.
Result<Subjects> find_subjects(const journal::Store& store, const std::string& word);

// The story that `subject` belongs to: the message, the document or all documents of the message, their runs,
// deliveries, acknowledgements and exceptions.
Result<std::vector<StoryEvent>> tell_story(const journal::Store& store, journal::EntityId subject);

}  // namespace crossdock::commands
