// A small order as documents, and the type that a format would describe it by.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace edi_sample {

inline constexpr std::string_view type_text = R"({
  "$id": "edi/1/order", "title": "Order", "type": "object",
  "properties": {
    "HD": {"$ref": "#/$defs/HD"},
    "BEG": {"$ref": "#/$defs/BEG"},
    "REF": {"type": "array", "items": {"$ref": "#/$defs/REF"}},
    "N1-loop": {"type": "array", "items": {"type": "object", "x-kind": "group", "title": "Party",
                "properties": {"N1": {"$ref": "#/$defs/N1"}}}},
    "PO1-loop": {"type": "array", "items": {"type": "object", "x-kind": "group", "title": "Line",
                 "properties": {"PO1": {"$ref": "#/$defs/PO1"}}}},
    "TR": {"$ref": "#/$defs/TR"}
  },
  "$defs": {
    "HD": {"type": "object", "x-kind": "segment", "title": "Header", "properties": {
      "HD01": {"title": "Control number", "type": "string"}}},
    "BEG": {"type": "object", "x-kind": "segment", "title": "Beginning", "properties": {
      "BEG01": {"title": "Purpose", "type": "string", "enum": ["00", "05"], "x-codes": "open", "x-code-list": "353"},
      "BEG02": {"title": "Order number", "type": "string", "x-trace": "order-number"}}},
    "REF": {"type": "object", "x-kind": "segment", "title": "Reference", "properties": {
      "REF01": {"title": "Kind", "type": "string", "enum": ["DP", "VN"], "x-codes": "open"},
      "REF02": {"title": "Number", "type": "string"}}},
    "N1": {"type": "object", "x-kind": "segment", "title": "Party", "properties": {
      "N101": {"title": "Role", "type": "string", "enum": ["BY", "ST"], "x-codes": "open"},
      "N102": {"title": "Name", "type": "string"}}},
    "PO1": {"type": "object", "x-kind": "segment", "title": "Line item", "properties": {
      "PO101": {"title": "Line number", "type": "string"},
      "PO102": {"title": "Quantity", "type": "string", "format": "decimal"},
      "PO103": {"type": "object", "x-kind": "composite", "title": "Unit", "properties": {
        "PO103-1": {"title": "Unit of measure", "type": "string"}}}}},
    "TR": {"type": "object", "x-kind": "segment", "title": "Trailer", "properties": {
      "TR01": {"title": "Segments", "type": "integer"}}}
  },
  "x-code-names": {"353": {"00": "Original", "05": "Replacement"}}
})";

inline std::unique_ptr<const crossdock::schema::Type> order_type() {
    crossdock::Names names;
    auto type = crossdock::schema::compile_type({}, type_text, "sample", names);
    REQUIRE(type.ok());
    return std::move(type).value();
}

// A document from lines: `BEG|00|HS-1` is a segment, `N1-loop>N1|BY|Us` one in a loop of its own, `a:b` a composite.
inline std::unique_ptr<crossdock::Document> document(const std::vector<std::string>& lines) {
    static const crossdock::Names names;
    auto made = std::make_unique<crossdock::Document>(names);
    std::uint32_t number = 2;  // the interchange's header was the first
    for (std::string_view line : lines) {
        crossdock::NodeIndex parent = crossdock::Document::root;
        if (const std::size_t loop = line.find('>'); loop != std::string_view::npos) {
            parent = made->add_group(parent, made->symbol(line.substr(0, loop)), crossdock::node_flag::list_item);
            (*made)[parent].position.line = number;
            line.remove_prefix(loop + 1);
        }
        const std::string tag(line.substr(0, line.find('|')));
        const crossdock::NodeIndex segment = made->add_group(parent, made->symbol(tag));
        (*made)[segment].position.line = number;
        for (std::uint16_t element = 1; line.find('|') != std::string_view::npos; ++element) {
            line.remove_prefix(line.find('|') + 1);
            const std::string_view text = line.substr(0, line.find('|'));
            if (text.empty()) continue;
            std::string name = tag + (element < 10 ? "0" : "") + std::to_string(element);
            crossdock::NodeIndex holder = segment;
            const bool composite = text.ends_with(':');
            if (composite) {
                holder = made->add_group(segment, made->symbol(name));
                name += "-1";
            }
            const auto value = made->add_value(holder, made->symbol(name),
                                               made->copy_text(text.substr(0, text.size() - (composite ? 1 : 0))));
            (*made)[value].position.line = number;
            (*made)[value].position.element = element;
            (*made)[value].position.component = composite ? 1 : 0;
        }
        ++number;
    }
    return made;
}

}  // namespace edi_sample
