#include "host/schema/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/document/json_sink.hpp"
#include "host/schema/lexical.hpp"

namespace crossdock::schema {

namespace {

class CanonicalWriter {
public:
    CanonicalWriter(const Document& document, std::string& out) : document_(document), sink_(out) {
        firsts_.reserve(256);
    }

    void write_group(const TypeNode& type, NodeIndex group) {
        const std::size_t base = firsts_.size();
        firsts_.resize(base + type.children.size(), no_node);
        find_firsts(type, group, base);
        sink_.put('{');
        std::size_t before_key = 1;  // the first has no comma
        for (std::size_t position = 0; position < type.children.size(); ++position) {
            const NodeIndex first = firsts_[base + position];
            if (first == no_node) continue;
            const TypeNode& child = *type.children[position];
            sink_.put(std::string_view(child.json_key).substr(before_key));
            before_key = 0;
            if (child.repeats)
                write_list(child, first);
            else
                write_node(child, first);
        }
        sink_.put('}');
        firsts_.resize(base);
    }

private:
    [[nodiscard]] bool is_written(const TypeNode& type, const Node& node) const {
        return (node.flags & node_flag::null) == 0 && (node.kind == NodeKind::value) == (type.shape == Shape::value);
    }

    void find_firsts(const TypeNode& type, NodeIndex group, std::size_t base) {
        Symbol last = no_symbol;
        for (NodeIndex index = document_[group].first_child; index != no_node; index = document_[index].next) {
            const Node& node = document_[index];
            if (node.name == last) continue;
            const std::uint32_t position = type.positions.find(node.name);
            if (position == SymbolIndex::none || !is_written(*type.children[position], node)) continue;
            last = node.name;
            NodeIndex& first = firsts_[base + position];
            if (first == no_node) first = index;
        }
    }

    void write_list(const TypeNode& type, NodeIndex first) {
        sink_.put('[');
        write_node(type, first);
        const Symbol name = document_[first].name;
        for (NodeIndex index = document_[first].next; index != no_node; index = document_[index].next) {
            if (document_[index].name != name || !is_written(type, document_[index])) continue;
            sink_.put(',');
            write_node(type, index);
        }
        sink_.put(']');
    }

    void write_node(const TypeNode& type, NodeIndex index) {
        if (type.shape == Shape::value)
            write_value(type.data_type, document_[index].text);
        else
            write_group(type, index);
    }

    void write_value(DataType type, std::string_view text) {
        if (type == DataType::integer) {
            if (const std::optional<std::int64_t> number = lexical::to_integer(text)) {
                const fmt::format_int digits(*number);
                sink_.put(std::string_view(digits.data(), digits.size()));
                return;
            }
        } else if (type == DataType::boolean && lexical::is_boolean(text)) {
            sink_.put(text);
            return;
        }
        sink_.put_quoted(text);
    }

    const Document& document_;
    JsonSink sink_;
    std::vector<NodeIndex> firsts_;  // of each field of the groups that are being written, innermost last
};

void collect_keys(const TypeNode& type, const Document& document, NodeIndex group, std::vector<TraceKey>& keys) {
    for (NodeIndex index = document[group].first_child; index != no_node; index = document[index].next) {
        const Node& node = document[index];
        const TypeNode* const child = type.find(node.name);
        if (child == nullptr || !child->traced) continue;
        if (child->shape != Shape::value && node.kind == NodeKind::group)
            collect_keys(*child, document, index, keys);
        else if (child->shape == Shape::value && !node.text.empty())
            keys.push_back({child->trace, node.text});
    }
}

}  // namespace

void write_canonical(const Type& type, const Document& document, std::string& out) {
    CanonicalWriter(document, out).write_group(type.root, Document::root);
}

std::vector<TraceKey> trace_keys(const Type& type, const Document& document) {
    std::vector<TraceKey> keys;
    collect_keys(type.root, document, Document::root, keys);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace crossdock::schema
