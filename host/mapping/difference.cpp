// What differs between two documents.
#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/golden.hpp"

namespace crossdock::mapping {

namespace {

// Compares by names, which two documents may number differently.
class Comparison {
public:
    Comparison(const Document& expected, const Document& got) : expected_(expected), got_(got) {}

    std::vector<Difference> run() {
        groups("", Document::root, Document::root);
        return std::move(differences_);
    }

private:
    using Items = std::vector<NodeIndex>;
    using Fields = std::vector<std::pair<std::string_view, Items>>;

    static Fields fields(const Document& document, NodeIndex group) {
        Fields fields;
        for (NodeIndex child = document[group].first_child; child != no_node; child = document[child].next) {
            std::string_view name = document.name_of(child);
            if (name.starts_with('@')) name.remove_prefix(1);
            auto known =
                std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
            if (known == fields.end()) known = fields.insert(known, {name, {}});
            known->second.push_back(child);
        }
        return fields;
    }
    static const Items& items(const Fields& fields, std::string_view name) {
        static const Items none;
        const auto known =
            std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
        return known == fields.end() ? none : known->second;
    }

    void groups(const std::string& path, NodeIndex expected, NodeIndex got) {
        const Fields wanted = fields(expected_, expected);
        const Fields there = fields(got_, got);
        for (const auto& [name, nodes] : wanted) lists(path, name, nodes, items(there, name));
        for (const auto& [name, nodes] : there)
            if (items(wanted, name).empty()) lists(path, name, {}, nodes);
    }

    void lists(const std::string& path, std::string_view name, const Items& expected, const Items& got) {
        const std::string whole = path.empty() ? std::string(name) : fmt::format("{}/{}", path, name);
        const bool list = expected.size() > 1 || got.size() > 1 || is_item(expected_, expected) || is_item(got_, got);
        for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
            const std::string one = list ? fmt::format("{}[{}]", whole, i + 1) : whole;
            const NodeIndex left = i < expected.size() ? expected[i] : no_node;
            const NodeIndex right = i < got.size() ? got[i] : no_node;
            nodes(one, left, right);
        }
    }
    static bool is_item(const Document& document, const Items& items) {
        return !items.empty() && (document[items.front()].flags & node_flag::list_item) != 0;
    }

    void nodes(const std::string& path, NodeIndex expected, NodeIndex got) {
        const bool both_groups = expected != no_node && got != no_node && expected_[expected].kind == NodeKind::group &&
                                 got_[got].kind == NodeKind::group;
        if (both_groups) {
            groups(path, expected, got);
            return;
        }
        Difference difference{path, side(expected_, expected), side(got_, got)};
        const bool same_kind = expected == no_node || got == no_node || expected_[expected].kind == got_[got].kind;
        if (difference.expected.there != difference.got.there || difference.expected.text != difference.got.text ||
            !same_kind)
            differences_.push_back(std::move(difference));
    }
    static Difference::Side side(const Document& document, NodeIndex node) {
        if (node == no_node) return {};
        if (document[node].kind == NodeKind::group) return {true, "{…}"};
        if ((document[node].flags & node_flag::null) != 0) return {true, "null"};
        return {true, std::string(document[node].text)};
    }

    const Document& expected_;
    const Document& got_;
    std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> compare(const Document& expected, const Document& got) {
    return Comparison(expected, got).run();
}

}  // namespace crossdock::mapping
