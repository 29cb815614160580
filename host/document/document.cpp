#include "host/document/document.hpp"

#include <algorithm>
#include <cstring>

namespace crossdock {

namespace {
constexpr std::size_t block_bytes = 4096;
}

Document::Document(const Names& names) : names_(&names) { nodes_.push_back(Node{no_symbol, NodeKind::group}); }

NodeIndex Document::append(NodeIndex parent, const Node& node) {
    const auto index = static_cast<NodeIndex>(nodes_.size());
    nodes_.push_back(node);
    Node& above = nodes_[parent];
    if (above.first_child == no_node)
        above.first_child = index;
    else
        nodes_[above.last_child].next = index;
    above.last_child = index;
    return index;
}

NodeIndex Document::add_group(NodeIndex parent, Symbol name, std::uint8_t flags) {
    Node node;
    node.name = name;
    node.kind = NodeKind::group;
    node.flags = flags;
    return append(parent, node);
}

NodeIndex Document::add_value(NodeIndex parent, Symbol name, std::string_view text, std::uint8_t flags) {
    Node node;
    node.name = name;
    node.flags = flags;
    node.text = text;
    return append(parent, node);
}

Symbol Document::symbol(std::string_view name) {
    if (const Symbol shared = names_->find(name); shared != no_symbol) return shared;
    const auto known = std::find(local_names_.begin(), local_names_.end(), name);
    if (known != local_names_.end()) return local_bit | static_cast<Symbol>(known - local_names_.begin());
    local_names_.push_back(copy_text(name));
    return local_bit | static_cast<Symbol>(local_names_.size() - 1);
}

std::string_view Document::name(Symbol symbol) const {
    if (symbol == no_symbol) return {};
    return (symbol & local_bit) != 0 ? local_names_[symbol & ~local_bit] : names_->text(symbol);
}

NodeIndex Document::child(NodeIndex parent, Symbol name) const {
    NodeIndex index = nodes_[parent].first_child;
    while (index != no_node && nodes_[index].name != name) index = nodes_[index].next;
    return index;
}

NodeIndex Document::child(NodeIndex parent, std::string_view name) const {
    NodeIndex index = nodes_[parent].first_child;
    while (index != no_node && name_of(index) != name) index = nodes_[index].next;
    return index;
}

NodeIndex Document::next_named(NodeIndex index) const {
    const Symbol name = nodes_[index].name;
    do index = nodes_[index].next;
    while (index != no_node && nodes_[index].name != name);
    return index;
}

std::string_view Document::text(NodeIndex parent, std::string_view name) const {
    const NodeIndex found = child(parent, name);
    return found == no_node ? std::string_view{} : nodes_[found].text;
}

std::string_view Document::copy_text(std::string_view text) {
    if (text.empty()) return {};
    while (block_ < blocks_.size() && blocks_[block_].capacity - used_ < text.size()) {
        ++block_;
        used_ = 0;
    }
    if (block_ == blocks_.size()) {
        const std::size_t capacity = std::max(block_bytes, text.size());
        blocks_.push_back({std::make_unique<char[]>(capacity), capacity});
        used_ = 0;
    }
    char* const copy = blocks_[block_].bytes.get() + used_;
    std::memcpy(copy, text.data(), text.size());
    used_ += text.size();
    return {copy, text.size()};
}

void Document::clear() {
    nodes_.clear();
    nodes_.push_back(Node{no_symbol, NodeKind::group});
    local_names_.clear();
    owners_.clear();
    block_ = 0;
    used_ = 0;
}

}  // namespace crossdock
