// The segments and loops of a set, by the names that a document gives them, for a guide that changes them.
#pragma once

#include "plugins/edi/dictionary_source.hpp"
#include "plugins/edi/guide_place.hpp"

namespace crossdock::edi {

// Operation: every segment and loop keeps the name it has when the tree is made; what is added gets one that is free.
// Concurrency: one thread. Borrows the guide and the set.
class GuideTree {
public:
    // A segment or loop in the list that holds it: of a loop, of the set, or of a block whose members come in any
    // order.
    struct Found {
        std::vector<NodeSource>* list = nullptr;
        std::size_t index = 0;
        std::vector<NodeSource>* owner = nullptr;  // the children of the loop, or of the set
        [[nodiscard]] NodeSource& node() const { return (*list)[index]; }
        // Whether it begins the loop or the set.
        [[nodiscard]] bool is_first() const { return list == owner && index == 0; }
    };

    GuideTree(const GuideSource& guide, TransactionSource& set);

    // Throws sdk::Failure (configuration) where there is none, saying where one is.
    [[nodiscard]] Found find(const GuidePlace& place);
    // Whether it begins or ends the set, or begins a loop.
    [[nodiscard]] bool is_frame(const Found& found) const;

    // Answers the names of what was added, in order.
    std::vector<std::string> add(const GuidePlace& place, const Found& at, bool after, std::vector<NodeSource> nodes);
    void move(const GuidePlace& place, const Found& from, const Found& to, bool after);
    void allow_any_order(const GuidePlace& place, const Found& first, const Found& last);

private:
    void check_border(const GuidePlace& place, const Found& at, bool after) const;
    void collect(const std::vector<NodeSource>& nodes, const std::string& path, std::string_view name,
                 std::vector<std::string>& paths) const;

    const GuideSource& guide_;
    TransactionSource& set_;
};

}  // namespace crossdock::edi
