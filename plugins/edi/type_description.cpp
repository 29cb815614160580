// Writes a transaction set as a closed JSON Schema of the one type model.
#include "plugins/edi/type_description.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

class Description {
public:
    explicit Description(const Transaction& transaction) : transaction_(transaction), release_(*transaction.release) {}

    std::string write() {
        text_ = fmt::format("{{\"$id\":{},\"title\":{},\"type\":\"object\",", quoted(transaction_.type),
                            quoted(transaction_.name));
        children(0);
        text_ += ",\"$defs\":{";
        std::vector<bool> defined(release_.segments.size(), false);
        bool first = true;
        for (const Node& node : transaction_.nodes) {
            if (defined[node.segment]) continue;
            defined[node.segment] = true;
            if (!first) text_ += ',';
            first = false;
            segment(release_.segments[node.segment]);
        }
        return text_ + "}" + code_names() + "}";
    }

private:
    // What the values of the elements mean, once for each element that the set uses.
    [[nodiscard]] std::string code_names() const {
        std::string text;
        for (const auto& [id, element] : named_) {
            text += fmt::format("{}{}:{{", text.empty() ? ",\"x-code-names\":{" : ",", quoted(id));
            bool first = true;
            for (const auto& [code, name] : element->code_names) {
                text += fmt::format("{}{}:{}", first ? "" : ",", quoted(code), quoted(name));
                first = false;
            }
            text += '}';
        }
        return text.empty() ? text : text + "}";
    }

    // `properties` and `required` of a loop.
    void children(std::uint16_t loop) {
        const auto& nodes = transaction_.nodes;
        std::string required;
        text_ += "\"properties\":{";
        for (auto child = static_cast<std::uint16_t>(loop + 1); child < nodes[loop].end; child = nodes[child].end) {
            const Node& node = nodes[child];
            const std::string name = quoted(transaction_.names[node.name]);
            if (child != loop + 1) text_ += ',';
            text_ += name + ":";
            if (node.max > 1) text_ += "{\"type\":\"array\",\"items\":";
            if (node.is_loop) {
                text_ += fmt::format("{{\"type\":\"object\",\"x-kind\":\"group\",\"title\":{},",
                                     quoted(release_.segments[node.segment].name));
                children(child);
                text_ += '}';
            } else {
                text_ += fmt::format("{{\"$ref\":\"#/$defs/{}\"}}", release_.segments[node.segment].id);
            }
            if (node.max > 1) {
                if (node.required) text_ += ",\"minItems\":1";
                if (node.max != unbounded) text_ += fmt::format(",\"maxItems\":{}", node.max);
                text_ += '}';
            }
            if (node.required) required += (required.empty() ? "" : ",") + name;
        }
        text_ += "}";
        if (!required.empty()) text_ += fmt::format(",\"required\":[{}]", required);
    }

    void segment(const Shape& shape) {
        text_ += fmt::format("{}:{{\"type\":\"object\",\"x-kind\":\"segment\",\"title\":{},", quoted(shape.id),
                             quoted(shape.name));
        elements(shape, shape.id, "{}{:02}");
        text_ += '}';
    }

    void elements(const Shape& shape, std::string_view owner, std::string_view form) {
        std::string required;
        text_ += "\"properties\":{";
        for (std::uint16_t position = 1; position <= shape.use_count; ++position) {
            const Use& use = release_.uses_of(shape)[position - 1];
            const std::string name = fmt::format(fmt::runtime(form), owner, position);
            if (position > 1) text_ += ',';
            text_ += quoted(name) + ":";
            if (use.repeat > 1) text_ += "{\"type\":\"array\",\"items\":";
            if (use.composite == none) {
                element(use, name);
            } else {
                const Shape& composite = release_.composites[use.composite];
                text_ +=
                    fmt::format("{{\"type\":\"object\",\"x-kind\":\"composite\",\"title\":{},", quoted(composite.name));
                elements(composite, name, "{}-{}");
                text_ += '}';
            }
            if (use.repeat > 1) text_ += fmt::format(",\"maxItems\":{}}}", use.repeat);
            if (use.required) required += (required.empty() ? "" : ",") + quoted(name);
        }
        text_ += "}";
        if (!required.empty()) text_ += fmt::format(",\"required\":[{}]", required);
    }

    void element(const Use& use, std::string_view name) {
        const Element& element = release_.elements[use.element];
        text_ += fmt::format("{{\"title\":{}", quoted(element.name));
        switch (use.type) {
            case DataType::number:
                if (element.implied_decimals == 0) {
                    text_ += ",\"type\":\"integer\"";
                } else {
                    text_ += fmt::format(
                        ",\"type\":\"string\",\"description\":\"a whole number; its last {} digits are "
                        "decimals\"",
                        element.implied_decimals);
                }
                break;
            case DataType::numeric:
            case DataType::decimal: text_ += ",\"type\":\"string\",\"format\":\"decimal\""; break;
            default:
                text_ += fmt::format(",\"type\":\"string\",\"minLength\":{}", use.min);
                if (use.max != any_length) text_ += fmt::format(",\"maxLength\":{}", use.max);
                break;
        }
        if (!element.codes.empty()) {
            text_ += ",\"enum\":[";
            for (std::size_t index = 0; index < element.codes.size(); ++index)
                text_ += (index == 0 ? "" : ",") + quoted(element.codes[index]);
            text_ += element.closed ? "]" : "],\"x-codes\":\"open\"";
        }
        if (!element.code_names.empty()) {
            text_ += fmt::format(",\"x-code-list\":{}", quoted(element.id));
            named_.emplace(element.id, &element);
        }
        const auto trace =
            std::find_if(transaction_.traces.begin(), transaction_.traces.end(),
                         [&](const Trace& found) { return found.element == name && found.qualifier.empty(); });
        if (trace != transaction_.traces.end()) text_ += fmt::format(",\"x-trace\":{}", quoted(trace->key));
        text_ += '}';
    }

    const Transaction& transaction_;
    const Release& release_;
    std::string text_;
    std::map<std::string_view, const Element*> named_;  // by its number
};

}  // namespace

std::string describe(const Transaction& transaction) { return Description(transaction).write(); }

}  // namespace crossdock::edi
