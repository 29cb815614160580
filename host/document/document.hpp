// The document: the tree in memory that every format reads into and writes from, and on which maps work.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/document/names.hpp"

namespace crossdock {

// A node's place in its document; stays valid while the document grows.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = UINT32_MAX;

enum class NodeKind : std::uint8_t { group, value };

namespace node_flag {
inline constexpr std::uint8_t list_item = 1;   // an item of a list, also when it is the only one
inline constexpr std::uint8_t null = 2;        // a value that is there and null; empty is a value with no text
inline constexpr std::uint8_t number = 4;      // written as a number, or to be written as one
inline constexpr std::uint8_t boolean = 8;     // likewise, true or false
inline constexpr std::uint8_t attribute = 16;  // an XML attribute
}  // namespace node_flag

// Where a value came from. Zero and no_offset mean unknown.
struct NodePosition {
    std::uint64_t offset = UINT64_MAX;  // byte offset in the whole payload
    std::uint32_t line = 0;             // EDI: segment number in the interchange, 1 first; else line
    std::uint16_t element = 0;          // EDI: 1 first
    std::uint16_t component = 0;        // EDI: 1 first; 0: the element itself
};

struct Node {
    Symbol name = no_symbol;
    NodeKind kind = NodeKind::value;
    std::uint8_t flags = 0;
    NodeIndex first_child = no_node;
    NodeIndex last_child = no_node;
    NodeIndex next = no_node;  // the next sibling
    NodePosition position{};
    std::string_view text{};  // of a value; lexical, as the source wrote it
};

// How deep groups may nest. Every reader refuses what is deeper, so code that walks a document may recurse.
inline constexpr std::uint32_t document_depth_max = 512;

// Keeps order and repetition; absent is a node that is not there, empty a value without text, null a flag. The root is
// a group without a name, node 0. Texts are copied into the document (`copy_text`) or borrowed from memory that
// `keep_alive` holds. Not thread-safe; any number of threads may read one that nobody changes. A cleared document
// keeps its memory for the next, up to a megabyte of texts and 16,384 nodes. Texts and names are UTF-8.
class Document {
public:
    explicit Document(const Names& names);
    Document(Document&&) noexcept = default;
    Document& operator=(Document&&) noexcept = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    ~Document() = default;

    static constexpr NodeIndex root = 0;

    [[nodiscard]] const Node& operator[](NodeIndex index) const { return nodes_[index]; }
    [[nodiscard]] Node& operator[](NodeIndex index) { return nodes_[index]; }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] const Names& names() const { return *names_; }

    // Appends a child as the last one of `parent`. `text` must outlive the document: see copy_text and keep_alive.
    NodeIndex add_group(NodeIndex parent, Symbol name, std::uint8_t flags = 0, const NodePosition& position = {}) {
        return append(parent, {.name = name, .kind = NodeKind::group, .flags = flags, .position = position});
    }
    NodeIndex add_value(NodeIndex parent, Symbol name, std::string_view text, std::uint8_t flags = 0,
                        const NodePosition& position = {}) {
        return append(parent, {.name = name, .flags = flags, .position = position, .text = text});
    }
    // Makes room for that many nodes in all.
    void reserve(std::size_t nodes) { nodes_.reserve(nodes); }

    // A symbol for a name that came with the data: the shared one when the deployment knows it, else one that only this
    // document understands and that no compiled path matches.
    Symbol symbol(std::string_view name);
    [[nodiscard]] std::string_view name(Symbol symbol) const;
    // Whether only this document understands the symbol; its `local_index` then counts from 0.
    [[nodiscard]] static bool is_local(Symbol symbol) { return symbol != no_symbol && (symbol & local_bit) != 0; }
    [[nodiscard]] static std::size_t local_index(Symbol symbol) { return symbol & ~local_bit; }
    [[nodiscard]] std::string_view name_of(NodeIndex index) const { return name(nodes_[index].name); }

    // The first child with that name, or no_node; `next_named` goes on from there.
    [[nodiscard]] NodeIndex child(NodeIndex parent, Symbol name) const;
    [[nodiscard]] NodeIndex child(NodeIndex parent, std::string_view name) const;
    [[nodiscard]] NodeIndex next_named(NodeIndex index) const;
    // The text of the first child with that name; empty when it is absent.
    [[nodiscard]] std::string_view text(NodeIndex parent, std::string_view name) const;

    // A copy of `text` that lives as long as the document.
    std::string_view copy_text(std::string_view text);
    // The same, to be changed by the caller, with a zero after it.
    char* copy_text_for_edit(std::string_view text);
    // Holds `owner` as long as the document.
    void keep_alive(std::shared_ptr<const void> owner) { owners_.push_back(std::move(owner)); }

    // Holds what the texts of `source` lie in, which lets go of it: nodes that borrowed from it may outlive it.
    void take_texts(Document&& source);

    void clear();

private:
    char* allocate(std::size_t size);

    static constexpr Symbol local_bit = 0x8000'0000u;

    NodeIndex append(NodeIndex parent, const Node& node) {
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

    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t capacity = 0;
    };

    const Names* names_;
    std::vector<Node> nodes_;
    std::vector<std::string_view> local_names_;
    std::unordered_map<std::string_view, Symbol> local_symbols_;  // filled once there are more than a few local names
    std::vector<Block> blocks_;
    std::size_t block_ = 0;  // the one being filled
    std::size_t used_ = 0;   // in it
    std::vector<std::shared_ptr<const void>> owners_;
};

}  // namespace crossdock
