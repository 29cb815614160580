// The canonical writing of a document, and the keys by which it can be found again.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::schema {

// Appends the document as compact JSON: fields in the order of the type, arrays where the type says list, integers and
// booleans bare, everything else as strings as it was written. Null and what the type does not have are left out; of
// what repeats without being a list, the first is taken. Equal content has equal bytes, whatever order it came in.
// The document is expected to be valid: what is not is still written as well-formed JSON. They must share their Names.
void write_canonical(const Type& type, const Document& document, std::string& out);

// A value by which a document can be looked up, and the space it is unique in. Borrowed from the type and the document.
struct TraceKey {
    std::string_view space;
    std::string_view value;
    auto operator<=>(const TraceKey&) const = default;  // NOLINT(modernize-use-nullptr)
};

// The values of the fields that the type marks with `x-trace`, each once, sorted; empty ones are left out.
std::vector<TraceKey> trace_keys(const Type& type, const Document& document);

}  // namespace crossdock::schema
