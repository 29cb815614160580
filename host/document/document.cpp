#include "host/document/document.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace crossdock {

namespace {
constexpr std::size_t first_block_bytes = 512;
constexpr std::size_t block_bytes = 4096;
constexpr std::size_t kept_bytes_max = 1U << 20U;
constexpr std::size_t kept_nodes_max = 1U << 14U;
constexpr std::size_t scanned_names_max = 16;
}  // namespace

Document::Document(const Names& names) : names_(&names) { nodes_.push_back(Node{no_symbol, NodeKind::group}); }

Symbol Document::symbol(std::string_view name) {
    if (const Symbol shared = names_->find(name); shared != no_symbol) return shared;
    if (local_symbols_.empty()) {
        const auto known = std::find(local_names_.begin(), local_names_.end(), name);
        if (known != local_names_.end()) return local_bit | static_cast<Symbol>(known - local_names_.begin());
    } else if (const auto known = local_symbols_.find(name); known != local_symbols_.end()) {
        return known->second;
    }
    const Symbol added = local_bit | static_cast<Symbol>(local_names_.size());
    local_names_.push_back(copy_text(name));
    if (!local_symbols_.empty()) {
        local_symbols_.emplace(local_names_.back(), added);
    } else if (local_names_.size() > scanned_names_max) {
        for (std::size_t index = 0; index < local_names_.size(); ++index)
            local_symbols_.emplace(local_names_[index], local_bit | static_cast<Symbol>(index));
    }
    return added;
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
    char* const copy = allocate(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

char* Document::copy_text_for_edit(std::string_view text) {
    char* const copy = allocate(text.size() + 1);
    if (!text.empty()) std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = 0;
    return copy;
}

char* Document::allocate(std::size_t size) {
    while (block_ < blocks_.size() && blocks_[block_].capacity - used_ < size) {
        ++block_;
        used_ = 0;
    }
    if (block_ == blocks_.size()) {
        const std::size_t capacity = std::max(blocks_.empty() ? first_block_bytes : block_bytes, size);
        blocks_.push_back({std::make_unique_for_overwrite<char[]>(capacity), capacity});
        used_ = 0;
    }
    char* const place = blocks_[block_].bytes.get() + used_;
    used_ += size;
    return place;
}

void Document::take_texts(Document&& source) {
    std::move(source.owners_.begin(), source.owners_.end(), std::back_inserter(owners_));
    if (!source.blocks_.empty()) owners_.push_back(std::make_shared<std::vector<Block>>(std::move(source.blocks_)));
    source.owners_.clear();
    source.blocks_.clear();
    source.clear();
}

void Document::clear() {
    if (nodes_.capacity() > kept_nodes_max) nodes_ = {};
    nodes_.clear();
    nodes_.push_back(Node{no_symbol, NodeKind::group});
    local_names_.clear();
    local_symbols_.clear();
    owners_.clear();
    std::size_t kept = 0;
    std::erase_if(blocks_, [&](const Block& block) { return (kept += block.capacity) > kept_bytes_max; });
    block_ = 0;
    used_ = 0;
}

}  // namespace crossdock
