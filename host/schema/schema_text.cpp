#include "host/schema/schema_text.hpp"

#include <fmt/format.h>

#include <charconv>

#include "host/document/json.hpp"
#include "host/document/json_pointer.hpp"

namespace crossdock::schema {

namespace {

bool is_text(const Node& node) {
    constexpr auto other = node_flag::null | node_flag::number | node_flag::boolean | node_flag::list_item;
    return node.kind == NodeKind::value && (node.flags & other) == 0;
}

}  // namespace

Status SchemaText::parse() {
    Status status = read_json(json_, source_, document_);
    if (status.ok()) return status;
    Error error = std::move(status).error();
    error.error_class = ErrorClass::configuration;
    return error;
}

Place SchemaText::child(const Place& parent, NodeIndex node) const {
    Place place{node, parent.pointer};
    append_pointer_token(place.pointer, document_.name_of(node));
    return place;
}

std::optional<Place> SchemaText::member(const Place& object, std::string_view name) const {
    const NodeIndex found = document_.child(object.node, name);
    if (found == no_node) return std::nullopt;
    return child(object, found);
}

Result<std::optional<Place>> SchemaText::object_member(const Place& object, std::string_view name) const {
    const std::optional<Place> place = member(object, name);
    if (place && (node(*place).kind != NodeKind::group || (node(*place).flags & node_flag::list_item) != 0))
        return error("schema.keyword", *place, fmt::format("{} is an object", name));
    return place;
}

Result<std::string> SchemaText::text_member(const Place& object, std::string_view name) const {
    const std::optional<Place> place = member(object, name);
    if (!place) return std::string();
    if (!is_text(node(*place))) return error("schema.keyword", *place, fmt::format("{} is a string", name));
    return std::string(node(*place).text);
}

Result<std::optional<std::int64_t>> SchemaText::integer_member(const Place& object, std::string_view name) const {
    const std::optional<Place> place = member(object, name);
    if (!place) return std::optional<std::int64_t>();
    const Node& value = node(*place);
    std::int64_t number = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto [stopped, failure] = std::from_chars(value.text.data(), end, number);
    if (value.flags != node_flag::number || failure != std::errc{} || stopped != end)
        return error("schema.keyword", *place, fmt::format("{} is a whole number without quotes", name));
    return std::optional(number);
}

Result<std::vector<Place>> SchemaText::list_member(const Place& object, std::string_view name) const {
    std::vector<Place> items;
    for (NodeIndex item = document_.child(object.node, name); item != no_node; item = document_.next_named(item)) {
        Place place = child(object, item);
        if ((document_[item].flags & node_flag::list_item) == 0)
            return error("schema.keyword", place, fmt::format("{} is an array", name));
        append_pointer_token(place.pointer, std::to_string(items.size()));
        items.push_back(std::move(place));
    }
    return items;
}

Error SchemaText::error(const char* code, const Place& place, std::string_view text) const {
    Position position;
    position.source = source_;
    position.line = node(place).position.line;
    position.offset = node(place).position.offset;
    if (position.offset == Position::no_offset) {
        position.offset = 0;
        position.line = 1;
    }
    const std::string_view before = json_.substr(0, position.offset);
    position.column = static_cast<std::uint32_t>(before.size() - (before.rfind('\n') + 1) + 1);
    return Error{code, ErrorClass::configuration,
                 place.pointer.empty() ? std::string(text) : fmt::format("at {}: {}", place.pointer, text),
                 std::move(position)};
}

}  // namespace crossdock::schema
