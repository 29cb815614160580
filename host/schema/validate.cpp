#include "host/schema/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/document/json_pointer.hpp"
#include "host/document/utf8.hpp"
#include "host/schema/lexical.hpp"

namespace crossdock::schema {

namespace {

constexpr std::size_t shown_bytes_max = 100;
constexpr std::size_t shown_names_max = 12;

// Where the walk is, as a chain up to the root, so that a pointer costs nothing until it is needed.
struct Step {
    const Step* up = nullptr;
    const TypeNode* type = nullptr;
    std::uint32_t occurrence = 0;
};

void append_pointer(std::string& pointer, const Step* step) {
    if (step == nullptr) return;
    append_pointer(pointer, step->up);
    append_pointer_token(pointer, step->type->name);
    if (step->type->repeats || step->occurrence != 0) append_pointer_token(pointer, std::to_string(step->occurrence));
}

std::string shown(std::string_view text) {
    if (text.size() <= shown_bytes_max) return fmt::format("\"{}\"", text);
    std::size_t size = shown_bytes_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return fmt::format("\"{}…\"", text.substr(0, size));
}

std::string list_names(const std::vector<std::string>& names) {
    const std::size_t shown_count = std::min(names.size(), shown_names_max);
    std::string text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown_count), ", "));
    if (shown_count < names.size()) text += fmt::format(" and {} more", names.size() - shown_count);
    return text;
}

std::string_view expected(DataType type) {
    switch (type) {
        case DataType::text: return "a text";
        case DataType::decimal: return "a decimal such as -12.50, of at most 38 digits and without exponent";
        case DataType::integer: return "a whole number of at most 64 bits, such as 12";
        case DataType::boolean: return "true or false";
        case DataType::date: return "a date of the calendar as YYYY-MM-DD";
        case DataType::time: return "a time as HH:MM:SS";
        case DataType::date_time: return "a time with its zone, such as 2026-11-23T08:30:00Z";
    }
    return "a value";
}

class Validator {
public:
    Validator(const Document& document, std::vector<Violation>& violations, std::size_t violations_max)
        : document_(document), violations_(violations), violations_max_(violations_max) {
        counts_.reserve(256);
    }

    std::size_t run(const TypeNode& root) {
        check_group(root, Document::root, nullptr);
        return found_;
    }

private:
    void check_group(const TypeNode& type, NodeIndex group, const Step* at) {
        const std::size_t base = counts_.size();
        counts_.resize(base + type.children.size(), 0);
        for (NodeIndex index = document_[group].first_child; index != no_node; index = document_[index].next) {
            const Node& node = document_[index];
            const std::uint32_t position = type.positions.find(node.name);
            if (position == SymbolIndex::none) {
                report_unknown(type, index, at);
                continue;
            }
            if ((node.flags & node_flag::null) != 0) continue;
            const TypeNode& child = *type.children[position];
            const Step step{at, &child, counts_[base + position]++};
            if (!child.repeats && (step.occurrence != 0 || (node.flags & node_flag::list_item) != 0)) {
                report_repeated(index, step);
                continue;
            }
            if (child.shape == Shape::value)
                check_value(child, node, index, step);
            else if (node.kind == NodeKind::group)
                check_group(child, index, &step);
            else
                report("document.not-a-group", index, &step, [&] {
                    return fmt::format("{} is {}, but it consists of fields: {}", child.name, shown(node.text),
                                       fields_of(child));
                });
        }
        check_counts(type, group, at, base);
        counts_.resize(base);
    }

    void check_counts(const TypeNode& type, NodeIndex group, const Step* at, std::size_t base) {
        for (const std::uint32_t position : type.counted) {
            const std::uint32_t count = counts_[base + position];
            const TypeNode& child = *type.children[position];
            if (count == 0) {
                if (child.required) report_missing(child, group, at);
            } else if (count < child.items_min || count > child.items_max) {
                report_count(child, group, at, count);
            }
        }
    }

    void check_value(const TypeNode& type, const Node& node, NodeIndex index, const Step& step) {
        if (node.kind != NodeKind::value) {
            report("document.not-a-value", index, &step, [&] {
                return fmt::format("{} has fields of its own, but it is {}", type.name, expected(type.data_type));
            });
            return;
        }
        std::size_t length = node.text.size();
        bool fits = true;
        switch (type.data_type) {
            case DataType::text: break;
            case DataType::decimal:
                length = lexical::decimal_digits(node.text);
                fits = length != 0 && length <= lexical::decimal_digits_max;
                break;
            case DataType::integer: fits = check_integer(type, node, index, step); break;
            case DataType::boolean: fits = lexical::is_boolean(node.text); break;
            case DataType::date: fits = lexical::is_date(node.text); break;
            case DataType::time: fits = lexical::is_time(node.text); break;
            case DataType::date_time: fits = lexical::is_date_time(node.text); break;
        }
        if (!fits) {
            report("document.wrong-type", index, &step, [&] {
                return fmt::format("{} is {}; it should be {}", type.name, shown(node.text), expected(type.data_type));
            });
            return;
        }
        check_length(type, node, length, index, step);
        if (!type.codes.empty() && !type.codes_open && !type.has_code(node.text))
            report("document.unknown-code", index, &step, [&] {
                return fmt::format("{} is {}; it should be one of {}", type.name, shown(node.text),
                                   list_names(type.codes));
            });
        if (type.matcher && !type.matcher->matches(node.text))
            report("document.pattern", index, &step, [&] {
                return fmt::format("{} is {}; it should match {}", type.name, shown(node.text), type.pattern);
            });
    }

    // False when it is no integer at all.
    bool check_integer(const TypeNode& type, const Node& node, NodeIndex index, const Step& step) {
        const std::optional<std::int64_t> number = lexical::to_integer(node.text);
        if (number && (*number < type.integer_min || *number > type.integer_max))
            report("document.out-of-range", index, &step,
                   [&] { return fmt::format("{} is {}; it should be {}", type.name, *number, range_of(type)); });
        return number.has_value();
    }

    void check_length(const TypeNode& type, const Node& node, std::size_t length, NodeIndex index, const Step& step) {
        if (length <= type.length_max && type.length_min <= std::min<std::size_t>(length, 1)) return;
        if (type.data_type == DataType::text) length = utf8::length(node.text);
        const std::string_view unit = type.data_type == DataType::decimal ? "digits" : "characters";
        if (length > type.length_max)
            report("document.too-long", index, &step, [&] {
                return fmt::format("{} is {} with {} {}; at most {} are allowed", type.name, shown(node.text), length,
                                   unit, type.length_max);
            });
        else if (length < type.length_min)
            report("document.too-short", index, &step, [&] {
                return fmt::format("{} is {} with {} {}; it needs at least {}", type.name, shown(node.text), length,
                                   unit, type.length_min);
            });
    }

    static std::string range_of(const TypeNode& type) {
        if (type.integer_min == INT64_MIN) return fmt::format("at most {}", type.integer_max);
        if (type.integer_max == INT64_MAX) return fmt::format("at least {}", type.integer_min);
        return fmt::format("from {} to {}", type.integer_min, type.integer_max);
    }

    static std::string fields_of(const TypeNode& type) {
        std::vector<std::string> names;
        for (const auto& child : type.children) names.push_back(child->name);
        return list_names(names);
    }

    void report_unknown(const TypeNode& type, NodeIndex index, const Step* at) {
        report(
            "document.unknown", index, at,
            [&] {
                return fmt::format("there is no field {} here; known are {}", shown(document_.name_of(index)),
                                   fields_of(type));
            },
            document_.name_of(index));
    }

    void report_repeated(NodeIndex index, const Step& step) {
        report("document.repeated", index, &step,
               [&] { return fmt::format("{} is a single field, not a list; give it once", step.type->name); });
    }

    void report_missing(const TypeNode& type, NodeIndex group, const Step* at) {
        report(
            "document.missing", group, at, [&] { return fmt::format("{} is required and missing", type.name); },
            type.name);
    }

    void report_count(const TypeNode& type, NodeIndex group, const Step* at, std::uint32_t count) {
        report(
            "document.item-count", group, at,
            [&] {
                return count < type.items_min
                           ? fmt::format("{} has {} items; it needs at least {}", type.name, count, type.items_min)
                           : fmt::format("{} has {} items; at most {} are allowed", type.name, count, type.items_max);
            },
            type.name);
    }

    // `below` is the name of what is meant in the place that `step` leads to; empty: that place itself.
    template <typename Text>
    void report(const char* code, NodeIndex index, const Step* step, const Text& text, std::string_view below = {}) {
        ++found_;
        if (violations_.size() - begin_ >= violations_max_) return;
        Violation violation;
        violation.code = code;
        append_pointer(violation.pointer, step);
        if (!below.empty()) append_pointer_token(violation.pointer, below);
        violation.node = index;
        violation.text = text();
        violation.position = document_[index].position;
        violations_.push_back(std::move(violation));
    }

    const Document& document_;
    std::vector<Violation>& violations_;
    std::size_t violations_max_;
    std::size_t begin_ = violations_.size();
    std::size_t found_ = 0;
    std::vector<std::uint32_t> counts_;  // of the children of the groups that are being checked, innermost last
};

}  // namespace

std::size_t validate(const Type& type, const Document& document, std::vector<Violation>& violations,
                     std::size_t violations_max) {
    return Validator(document, violations, violations_max).run(type.root);
}

}  // namespace crossdock::schema
