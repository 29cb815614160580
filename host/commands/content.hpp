// What an entity of the journal holds: a document's canonical JSON, a message's bytes as they came, a delivery's bytes
// as they are sent, the part of a message that was parked as a transaction.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/journal/store.hpp"

namespace crossdock::commands {

struct Content {
    std::string id;                                            // `D7`
    std::string kind;                                          // `document`, `message`, `delivery`, `transaction`
    std::vector<std::pair<std::string, std::string>> details;  // what is known of it, in order: `type`, `partner`, …
    std::string json;                                          // of a document; else the bytes are the payload
    journal::PayloadRef payload{};                             // of a document or transaction: its message's
    std::uint64_t offset = 0;  // where in the payload the bytes, or a document's source,
    std::uint64_t size = 0;    // begin, and how many they are
};

// Error `show.nothing` when the entity is of a kind that holds nothing, with what shows it instead.
Result<Content> find_content(const journal::Store& store, journal::EntityId entity);

}  // namespace crossdock::commands
