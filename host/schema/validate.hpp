// Whether a document fits its type, and what is wrong where.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::schema {

// What is wrong at one place of a document. Codes are stable:
//   document.missing      a required field is not there
//   document.unknown      a field that the type does not have
//   document.repeated     more than one, or a list, of a field that is not a list
//   document.item-count   a list with too few or too many items
//   document.not-a-group  a value where fields are expected
//   document.not-a-value  fields where a value is expected
//   document.wrong-type   a value that is not written as its data type
//   document.too-short, document.too-long, document.out-of-range, document.unknown-code, document.pattern
struct Violation {
    std::string code;
    std::string pointer;       // JSON pointer of the place; of what is missing, where it should be
    NodeIndex node = no_node;  // the one at fault; of what is missing or too few, the group that lacks it
    std::string text;          // for a person: what is wrong, what would be right
    NodePosition position{};   // of `node`
};

inline constexpr std::size_t violations_max_default = 100;

// Appends what is wrong with the document, in the order of its content, at most `violations_max` of it, and answers how
// much there is in all; 0: it fits. Values are checked as they are written, wherever they came from: JSON's 5 and "5"
// are the same decimal. A null counts as absent. The document and the type must share their Names.
// Thread-safe as long as nobody changes the document.
std::size_t validate(const Type& type, const Document& document, std::vector<Violation>& violations,
                     std::size_t violations_max = violations_max_default);

}  // namespace crossdock::schema
