// A decoded transaction as a tree for people: segments with their numbers, elements with names, codes spelled out,
// findings where they belong.
#pragma once

#include <string>
#include <vector>

#include "host/commands/edi/paint.hpp"
#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::commands::edi {

// Appends lines to `out`, the first indented by `depth` steps. `type` may be null: then there are no names. A finding
// stands below the element or segment that it is about; one of a segment that is not in the document stands where the
// segment would be.
void draw_document(const Document& document, const schema::Type* type, const std::vector<plugins::Finding>& findings,
                   const Paint& paint, unsigned depth, std::string& out);

// One finding, as a line at that depth.
void draw_finding(const plugins::Finding& finding, const Paint& paint, unsigned depth, std::string& out);

}  // namespace crossdock::commands::edi
