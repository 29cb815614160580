// JSON text to document and back.
//
// An object is a group, its members the children. An array is its items one after the other under the member's name,
// flagged as list items; an empty array is nothing. An array at the top is a document with the list `item`, and an
// array inside an array a group with the list `item`, so that a schema can name them. Numbers keep their text.
#pragma once

#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/document/document.hpp"

namespace crossdock {

// What the items of an array without a name are called; the json plugin does the same.
inline constexpr std::string_view json_item_name = "item";

struct JsonLimits {
    std::uint64_t bytes_max = 64U << 20U;
    std::uint32_t depth_max = document_depth_max;  // at most that
    std::uint64_t nodes_max = 1U << 24U;
};

// Replaces what `document` holds by the JSON text; it is empty when that fails. `json` is copied. `source` names it in
// errors `json.*`, which give line, column and byte offset, and the JSON pointer of the place in their text. Refused
// beside what RFC 8259 forbids: a value at the top that is neither object nor array, and a member that occurs twice.
Status read_json(std::string_view json, std::string_view source, const JsonLimits& limits, Document& document);
Status read_json(std::string_view json, std::string_view source, Document& document);

enum class JsonStyle : std::uint8_t { compact, pretty };

// Appends the document, or the part of it at and below a group, as a JSON object. Names that repeat or are flagged as
// list items become arrays, at the place of their first item. Values flagged as numbers and booleans are written bare
// when they are such; attributes get a `@` before their name. Pretty is indented by two spaces and ends with a newline.
void write_json(const Document& document, NodeIndex group, JsonStyle style, std::string& out);
[[nodiscard]] std::string to_json(const Document& document, JsonStyle style = JsonStyle::compact);

// Whether `text` is a number by RFC 8259, section 6.
[[nodiscard]] bool is_json_number(std::string_view text);

}  // namespace crossdock
