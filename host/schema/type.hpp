// The one type model: what a document may look like, whether a schema, a dictionary or a description said so.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "host/base/result.hpp"
#include "host/document/names.hpp"
#include "host/schema/pattern.hpp"
#include "host/schema/symbol_index.hpp"

namespace crossdock::schema {

enum class DataType : std::uint8_t { text, decimal, integer, boolean, date, time, date_time };

enum class Shape : std::uint8_t {
    object,     // a plain group
    segment,    // an EDI segment: paths may leave its name out
    composite,  // an EDI composite
    value,
};

// One name that may occur below a group, and what it holds.
struct TypeNode {
    std::string name;
    Symbol symbol = no_symbol;
    Shape shape = Shape::value;
    bool required = false;
    bool repeats = false;    // a list
    bool attribute = false;  // an XML attribute
    std::uint32_t items_min = 0;
    std::uint32_t items_max = UINT32_MAX;

    DataType data_type = DataType::text;
    std::uint32_t length_min = 0;  // in characters; of a decimal, its digits
    std::uint32_t length_max = UINT32_MAX;
    std::int64_t integer_min = INT64_MIN;
    std::int64_t integer_max = INT64_MAX;
    std::vector<std::string> codes;  // empty: any
    bool codes_open = false;         // a value outside `codes` is not an error
    std::string code_list;           // the list of Type::code_names that says what its values mean; empty: none
    std::string pattern;             // empty: any
    std::string trace;               // the trace-key space that this value is a look-up key in; empty: none
    bool traced = false;             // this value or one below it is a look-up key
    std::string title;
    std::string description;

    std::vector<std::unique_ptr<TypeNode>> children;  // of a group, in order

    // What compiling made of the above, for the code that walks documents.
    SymbolIndex positions;                          // of the children, by their symbol
    std::vector<std::uint32_t> counted;             // positions of those that are required, or limited in number
    std::unordered_set<std::string_view> code_set;  // of `codes`, when there are more than a few
    std::unique_ptr<const Pattern> matcher;         // of `pattern`; null: none
    std::string json_key;                           // `,"name":`, escaped

    // The child of that name, or null. Looks through segments: `N104` is found below `N1`; a direct child goes first,
    // then the first segment that has it.
    [[nodiscard]] const TypeNode* find(std::string_view child) const;
    // The direct child of that symbol, or null.
    [[nodiscard]] const TypeNode* find(Symbol child) const {
        const std::uint32_t position = positions.find(child);
        return position == SymbolIndex::none ? nullptr : children[position].get();
    }
    // Whether `codes` lists it.
    [[nodiscard]] bool has_code(std::string_view code) const;
};

// A compiled type, immutable. `root` is the nameless group at the top.
struct Type {
    std::string name;  // `x12/004010/850`, `order/1`
    TypeNode root;
    // What codes mean, for people: by list, then by code.
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> code_names;

    // What a value of the field means; empty when nothing says so.
    [[nodiscard]] std::string_view meaning(const TypeNode& field, std::string_view value) const;
};

// Compiles the JSON text of a closed JSON Schema (docs/reference/type-model.md). `source` names the text in errors.
// What the subset does not know is refused with line, column and JSON pointer (`schema.*`, class configuration). The
// type is called `name`, and its `$id` must say the same where it has one; an empty `name` takes the `$id`.
Result<std::unique_ptr<const Type>> compile_type(std::string_view name, std::string_view json, std::string_view source,
                                                 Names& names);

}  // namespace crossdock::schema
