// Nodes by number, for one run.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "host/document/document.hpp"

namespace crossdock::mapping {

// A table of nodes that keeps a common number of them in itself, so that a run allocates nothing for it. The nodes are
// not initialised. Not thread-safe.
class NodeTable {
public:
    explicit NodeTable(std::size_t size) {
        if (size > few_.size()) many_ = std::make_unique_for_overwrite<NodeIndex[]>(size);
        nodes_ = many_ ? many_.get() : few_.data();
    }
    NodeTable(const NodeTable&) = delete;
    NodeTable& operator=(const NodeTable&) = delete;

    NodeIndex& operator[](std::size_t number) { return nodes_[number]; }
    const NodeIndex& operator[](std::size_t number) const { return nodes_[number]; }
    // Sets `count` of them, from `first` on, to no_node.
    void clear(std::size_t first, std::size_t count) { std::fill_n(nodes_ + first, count, no_node); }

private:
    std::array<NodeIndex, 256> few_;  // left as it is: what is read was written before
    std::unique_ptr<NodeIndex[]> many_;
    NodeIndex* nodes_ = nullptr;
};

}  // namespace crossdock::mapping
