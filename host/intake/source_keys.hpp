// The keys of what does not become a document: who asks for its order number finds why.
#pragma once

#include <vector>

#include "host/document/document.hpp"
#include "host/journal/types.hpp"
#include "host/schema/type.hpp"

namespace crossdock::intake {

// The values that the document's type declares as keys (`x-trace`, a dictionary's `trace`), with no entity yet. The
// document may be invalid: what is too long to be a key is left out, and so is what is more than a few. None without a
// type.
std::vector<journal::TraceKey> source_keys(const schema::Type* type, const Document& document);

// Adds them to the unit as keys of the entity.
void add_keys(const std::vector<journal::TraceKey>& keys, journal::EntityId entity, journal::Unit& unit);

}  // namespace crossdock::intake
