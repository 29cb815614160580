// From the JSON text of a schema to a type.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/document/json_sink.hpp"
#include "host/schema/schema_text.hpp"
#include "host/schema/type.hpp"

namespace crossdock::schema {

namespace {

constexpr std::uint32_t depth_max = 64;
constexpr std::uint32_t nodes_max = 1U << 18U;
constexpr std::size_t scanned_codes_max = 8;

constexpr std::array root_keywords = {std::string_view("$schema"), std::string_view("$id"), std::string_view("$defs"),
                                      std::string_view("x-code-names")};
constexpr std::array annotations = {std::string_view("title"), std::string_view("description"),
                                    std::string_view("x-trace"), std::string_view("x-code-list")};
constexpr std::array keywords = {
    std::string_view("$ref"),      std::string_view("type"),     std::string_view("properties"),
    std::string_view("required"),  std::string_view("items"),    std::string_view("additionalProperties"),
    std::string_view("minItems"),  std::string_view("maxItems"), std::string_view("enum"),
    std::string_view("minLength"), std::string_view("minimum"),  std::string_view("maxLength"),
    std::string_view("maximum"),   std::string_view("pattern"),  std::string_view("format"),
    std::string_view("x-kind"),    std::string_view("x-codes")};

template <typename List>
bool contains(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// What a schema's `type` may be; the keywords that only one of them has are listed beside it.
enum class Kind { object, array, string, integer, boolean };

struct KindName {
    std::string_view name;
    Kind kind;
};
constexpr std::array kinds = {KindName{"object", Kind::object}, KindName{"array", Kind::array},
                              KindName{"string", Kind::string}, KindName{"integer", Kind::integer},
                              KindName{"boolean", Kind::boolean}};

struct KindKeyword {
    std::string_view keyword;
    std::string_view kind;
};
constexpr std::array kind_keywords = {KindKeyword{"properties", "object"},
                                      KindKeyword{"required", "object"},
                                      KindKeyword{"additionalProperties", "object"},
                                      KindKeyword{"items", "array"},
                                      KindKeyword{"minItems", "array"},
                                      KindKeyword{"maxItems", "array"},
                                      KindKeyword{"minLength", "string"},
                                      KindKeyword{"maxLength", "string"},
                                      KindKeyword{"pattern", "string"},
                                      KindKeyword{"format", "string"},
                                      KindKeyword{"minimum", "integer"},
                                      KindKeyword{"maximum", "integer"}};

class TypeCompiler {
public:
    TypeCompiler(std::string_view json, std::string_view source, Names& names) : text_(json, source), names_(names) {}

    Result<std::unique_ptr<const Type>> compile(std::string_view name) {
        CROSSDOCK_TRY(text_.parse());
        const Place root{Document::root, {}};
        auto type = std::make_unique<Type>();
        CROSSDOCK_TRY_ASSIGN(type->name, text_.text_member(root, "$id"));
        if (type->name.empty()) type->name = name;
        if (type->name.empty())
            return text_.error("schema.id", root, "the schema has no $id; give it one, such as \"order/1\"");
        if (!name.empty() && name != type->name)
            return text_.error("schema.id", root,
                               fmt::format("the $id is {}, but this is the schema of {}", type->name, name));
        CROSSDOCK_TRY(check_definitions(root));
        CROSSDOCK_TRY(compile_node(root, type->root, 0));
        CROSSDOCK_TRY(compile_code_names(root, *type));
        if (type->root.shape == Shape::value || type->root.repeats)
            return text_.error("schema.root", root, "a document's schema is of the type object");
        return std::unique_ptr<const Type>(std::move(type));
    }

private:
    // Each definition is compiled once for itself, so that a mistake in one that nobody uses is found too.
    Status check_definitions(const Place& root) {
        CROSSDOCK_TRY_ASSIGN(const std::optional<Place> definitions, text_.object_member(root, "$defs"));
        if (!definitions) return {};
        for (NodeIndex each = text_.node(*definitions).first_child; each != no_node;
             each = text_.document()[each].next) {
            TypeNode unused;
            const std::string name(text_.document().name_of(each));
            open_references_.push_back(name);
            Status status = compile_node(text_.child(*definitions, each), unused, 0);
            open_references_.pop_back();
            if (!status.ok()) return status;
        }
        nodes_ = 0;
        return {};
    }

    Status compile_code_names(const Place& root, Type& type) const {
        CROSSDOCK_TRY_ASSIGN(const std::optional<Place> lists, text_.object_member(root, "x-code-names"));
        if (!lists) return {};
        const Document& document = text_.document();
        for (NodeIndex list = text_.node(*lists).first_child; list != no_node; list = document[list].next) {
            auto& names = type.code_names[std::string(document.name_of(list))];
            if (document[list].kind != NodeKind::group)
                return text_.error("schema.keyword", text_.child(*lists, list),
                                   "x-code-names holds objects: for each list the codes and what they mean");
            for (NodeIndex code = document[list].first_child; code != no_node; code = document[code].next)
                names[std::string(document.name_of(code))] = document[code].text;
        }
        return {};
    }

    Status compile_node(const Place& place, TypeNode& out, std::uint32_t depth) {
        if (depth > depth_max)
            return text_.error("schema.too-deep", place, fmt::format("types nest at most {} deep", depth_max));
        if (++nodes_ > nodes_max)
            return text_.error("schema.too-large", place,
                               fmt::format("the type has more than {} fields once every $ref is followed", nodes_max));
        const Node& node = text_.node(place);
        if (node.kind != NodeKind::group || (node.flags & node_flag::list_item) != 0)
            return text_.error("schema.keyword", place, "a schema is an object");
        CROSSDOCK_TRY(check_keywords(place));
        if (text_.member(place, "$ref"))
            CROSSDOCK_TRY(follow_reference(place, out, depth));
        else
            CROSSDOCK_TRY(compile_kind(place, out, depth));
        CROSSDOCK_TRY(annotate(place, out));
        return {};
    }

    Status check_keywords(const Place& place) {
        const bool reference = text_.member(place, "$ref").has_value();
        for (NodeIndex each = text_.node(place).first_child; each != no_node; each = text_.document()[each].next) {
            const std::string_view keyword = text_.document().name_of(each);
            if (contains(annotations, keyword) || (place.pointer.empty() && contains(root_keywords, keyword))) continue;
            const Place where = text_.child(place, each);
            if (!contains(keywords, keyword))
                return text_.error("schema.unknown-keyword", where,
                                   fmt::format("the keyword {} is not part of the type model; known are {}, {}, and at "
                                               "the top {}",
                                               keyword, fmt::join(keywords, ", "), fmt::join(annotations, ", "),
                                               fmt::join(root_keywords, ", ")));
            if (reference && keyword != "$ref")
                return text_.error("schema.keyword", where,
                                   fmt::format("beside $ref only {} may stand", fmt::join(annotations, ", ")));
        }
        return {};
    }

    Status annotate(const Place& place, TypeNode& out) {
        CROSSDOCK_TRY_ASSIGN(std::string title, text_.text_member(place, "title"));
        CROSSDOCK_TRY_ASSIGN(std::string description, text_.text_member(place, "description"));
        CROSSDOCK_TRY_ASSIGN(std::string trace, text_.text_member(place, "x-trace"));
        if (!trace.empty() && out.shape != Shape::value)
            return text_.error("schema.keyword", *text_.member(place, "x-trace"),
                               "x-trace names a value as a look-up key; this is a group");
        if (!title.empty()) out.title = std::move(title);
        if (!description.empty()) out.description = std::move(description);
        if (!trace.empty()) out.trace = std::move(trace);
        CROSSDOCK_TRY_ASSIGN(std::string code_list, text_.text_member(place, "x-code-list"));
        if (!code_list.empty() && out.shape != Shape::value)
            return text_.error("schema.keyword", *text_.member(place, "x-code-list"),
                               "x-code-list says what a value means; this is a group");
        if (!code_list.empty()) out.code_list = std::move(code_list);
        out.traced = out.traced || !out.trace.empty();
        return {};
    }

    Status follow_reference(const Place& place, TypeNode& out, std::uint32_t depth) {
        constexpr std::string_view prefix = "#/$defs/";
        CROSSDOCK_TRY_ASSIGN(const std::string reference, text_.text_member(place, "$ref"));
        const Place root{Document::root, {}};
        const std::optional<Place> definitions = text_.member(root, "$defs");
        const std::string name = reference.starts_with(prefix) ? reference.substr(prefix.size()) : std::string();
        const std::optional<Place> target =
            definitions && !name.empty() ? text_.member(*definitions, name) : std::nullopt;
        if (!target)
            return text_.error("schema.reference", *text_.member(place, "$ref"),
                               fmt::format("{} leads nowhere; a $ref is \"#/$defs/NAME\" with a name of this file's "
                                           "$defs",
                                           reference));
        if (contains(open_references_, name))
            return text_.error("schema.recursion", *text_.member(place, "$ref"),
                               fmt::format("{} contains itself ({} > {}); types of the model are finite", name,
                                           fmt::join(open_references_, " > "), name));
        open_references_.push_back(name);
        Status status = compile_node(*target, out, depth + 1);
        open_references_.pop_back();
        return status;
    }

    Status compile_kind(const Place& place, TypeNode& out, std::uint32_t depth) {
        CROSSDOCK_TRY_ASSIGN(const std::string type, text_.text_member(place, "type"));
        const auto kind =
            std::find_if(kinds.begin(), kinds.end(), [&](const KindName& each) { return each.name == type; });
        if (kind == kinds.end())
            return text_.error("schema.type", text_.member(place, "type").value_or(place),
                               fmt::format("{} is no type; write \"type\": object, array, string, integer or boolean",
                                           type.empty() ? "nothing" : type));
        for (const KindKeyword& each : kind_keywords)
            if (each.kind != type)
                if (const std::optional<Place> stray = text_.member(place, each.keyword))
                    return text_.error(
                        "schema.keyword", *stray,
                        fmt::format("{} goes with the type {}; this is of the type {}", each.keyword, each.kind, type));
        switch (kind->kind) {
            case Kind::object: CROSSDOCK_TRY(compile_object(place, out, depth)); break;
            case Kind::array: CROSSDOCK_TRY(compile_array(place, out, depth)); break;
            case Kind::string: CROSSDOCK_TRY(compile_string(place, out)); break;
            case Kind::integer: CROSSDOCK_TRY(compile_integer(place, out)); break;
            case Kind::boolean: out.data_type = DataType::boolean; break;
        }
        CROSSDOCK_TRY(compile_codes(place, out));
        return compile_shape(place, out);
    }

    Status compile_object(const Place& place, TypeNode& out, std::uint32_t depth) {
        out.shape = Shape::object;
        if (const std::optional<Place> additional = text_.member(place, "additionalProperties"))
            if (text_.node(*additional).text != "false")
                return text_.error("schema.keyword", *additional,
                                   "additionalProperties can only be false: a type lists all its fields");
        CROSSDOCK_TRY_ASSIGN(const std::optional<Place> properties, text_.object_member(place, "properties"));
        std::vector<Symbol> symbols;
        if (properties) {
            for (NodeIndex each = text_.node(*properties).first_child; each != no_node;
                 each = text_.document()[each].next) {
                auto child = std::make_unique<TypeNode>();
                child->name = text_.document().name_of(each);
                if (child->name.empty())
                    return text_.error("schema.keyword", *properties, "a property's name is not empty");
                CROSSDOCK_TRY(compile_node(text_.child(*properties, each), *child, depth + 1));
                child->symbol = names_.intern(child->name);
                JsonSink sink(child->json_key);
                sink.put(',');
                sink.put_quoted(child->name);
                sink.put(':');
                out.traced = out.traced || child->traced;
                symbols.push_back(child->symbol);
                out.children.push_back(std::move(child));
            }
        }
        out.positions.fill(symbols);
        CROSSDOCK_TRY_ASSIGN(const std::vector<Place> required, text_.list_member(place, "required"));
        for (const Place& each : required) {
            const std::string_view name = text_.node(each).text;
            const auto child = std::find_if(out.children.begin(), out.children.end(),
                                            [&](const auto& candidate) { return candidate->name == name; });
            if (child == out.children.end())
                return text_.error("schema.required", each,
                                   fmt::format("{} is required, but is not among the properties", name));
            (*child)->required = true;
        }
        for (std::uint32_t position = 0; position < out.children.size(); ++position) {
            const TypeNode& child = *out.children[position];
            if (child.required || child.items_min != 0 || child.items_max != UINT32_MAX)
                out.counted.push_back(position);
        }
        return {};
    }

    Status compile_array(const Place& place, TypeNode& out, std::uint32_t depth) {
        CROSSDOCK_TRY_ASSIGN(const std::optional<Place> items, text_.object_member(place, "items"));
        if (!items)
            return text_.error("schema.keyword", place, "an array needs items, the schema of each of its items");
        CROSSDOCK_TRY(compile_node(*items, out, depth + 1));
        if (out.repeats)
            return text_.error("schema.keyword", *items,
                               "a list of lists is not part of the type model; put an object "
                               "between them");
        out.repeats = true;
        return range_members(place, "minItems", "maxItems", 0, UINT32_MAX, out.items_min, out.items_max);
    }

    Status compile_string(const Place& place, TypeNode& out) {
        struct Format {
            std::string_view name;
            DataType type;
        };
        constexpr std::array formats = {Format{"", DataType::text}, Format{"decimal", DataType::decimal},
                                        Format{"date", DataType::date}, Format{"time", DataType::time},
                                        Format{"date-time", DataType::date_time}};
        CROSSDOCK_TRY_ASSIGN(const std::string name, text_.text_member(place, "format"));
        const auto format =
            std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == name; });
        if (format == formats.end())
            return text_.error(
                "schema.keyword", *text_.member(place, "format"),
                fmt::format("the format {} is not known; known are decimal, date, time and date-time", name));
        out.data_type = format->type;
        CROSSDOCK_TRY(range_members(place, "minLength", "maxLength", 0, UINT32_MAX, out.length_min, out.length_max));
        CROSSDOCK_TRY_ASSIGN(out.pattern, text_.text_member(place, "pattern"));
        if (out.pattern.empty()) return {};
        Result<Pattern> pattern = Pattern::compile(out.pattern);
        if (!pattern.ok()) return text_.error("schema.pattern", *text_.member(place, "pattern"), pattern.error().text);
        out.matcher = std::make_unique<const Pattern>(std::move(pattern).value());
        return {};
    }

    Status compile_integer(const Place& place, TypeNode& out) {
        out.data_type = DataType::integer;
        return range_members(place, "minimum", "maximum", INT64_MIN, INT64_MAX, out.integer_min, out.integer_max);
    }

    template <typename Number>
    Status range_members(const Place& place, std::string_view least_name, std::string_view most_name,
                         std::int64_t lowest, std::int64_t highest, Number& least, Number& most) {
        CROSSDOCK_TRY_ASSIGN(const std::optional<std::int64_t> first, text_.integer_member(place, least_name));
        CROSSDOCK_TRY_ASSIGN(const std::optional<std::int64_t> last, text_.integer_member(place, most_name));
        for (const auto& [value, name] : {std::pair(first, least_name), std::pair(last, most_name)})
            if (value && (*value < lowest || *value > highest))
                return text_.error("schema.keyword", *text_.member(place, name),
                                   fmt::format("{} is from {} to {}", name, lowest, highest));
        if (first) least = static_cast<Number>(*first);
        if (last) most = static_cast<Number>(*last);
        if (least > most)
            return text_.error("schema.keyword", *text_.member(place, first ? least_name : most_name),
                               fmt::format("{} is above {}", least_name, most_name));
        return {};
    }

    Status compile_codes(const Place& place, TypeNode& out) {
        CROSSDOCK_TRY_ASSIGN(const std::vector<Place> codes, text_.list_member(place, "enum"));
        CROSSDOCK_TRY_ASSIGN(const std::string openness, text_.text_member(place, "x-codes"));
        if (!openness.empty() && openness != "open")
            return text_.error("schema.keyword", *text_.member(place, "x-codes"), "x-codes can only be \"open\"");
        out.codes_open = !openness.empty();
        if (codes.empty()) return {};
        if (out.shape != Shape::value || out.repeats)
            return text_.error("schema.keyword", *text_.member(place, "enum"),
                               "enum goes with a value; in a list, write it inside items");
        for (const Place& each : codes) {
            if (text_.node(each).kind != NodeKind::value || (text_.node(each).flags & node_flag::null) != 0)
                return text_.error("schema.keyword", each, "enum lists values");
            out.codes.emplace_back(text_.node(each).text);
        }
        if (out.codes.size() > scanned_codes_max) out.code_set.insert(out.codes.begin(), out.codes.end());
        return {};
    }

    Status compile_shape(const Place& place, TypeNode& out) {
        CROSSDOCK_TRY_ASSIGN(const std::string kind, text_.text_member(place, "x-kind"));
        if (kind.empty()) return {};
        const bool group = out.shape != Shape::value;
        if (kind == "attribute" && !group && !out.repeats)
            out.attribute = true;
        else if (kind == "segment" && group)
            out.shape = Shape::segment;
        else if (kind == "composite" && group)
            out.shape = Shape::composite;
        else if (kind != "group" || !group)
            return text_.error("schema.keyword", *text_.member(place, "x-kind"),
                               fmt::format("x-kind {} does not fit; it is group, segment or composite for an object, "
                                           "attribute for a value that does not repeat",
                                           kind));
        return {};
    }

    SchemaText text_;
    Names& names_;
    std::vector<std::string> open_references_;
    std::uint32_t nodes_ = 0;
};

}  // namespace

Result<std::unique_ptr<const Type>> compile_type(std::string_view name, std::string_view json, std::string_view source,
                                                 Names& names) {
    return TypeCompiler(json, source, names).compile(name);
}

}  // namespace crossdock::schema
