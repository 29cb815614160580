#include "plugins/edi/guide_tree.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

using Nodes = std::vector<NodeSource>;

bool is_any(const NodeSource& node) { return node.kind == NodeSource::Kind::any; }

std::string stem(const NodeSource& node) { return node.kind == NodeSource::Kind::loop ? node.id + "-loop" : node.id; }

std::string numbered(const std::string& stem, int number) {
    return number == 1 ? stem : fmt::format("{}-{}", stem, number);
}

// The names that the compiler gives.
void name_all(Nodes& nodes) {
    std::map<std::string, int> seen;
    const std::function<void(Nodes&)> name = [&](Nodes& list) {
        for (NodeSource& node : list) {
            if (is_any(node)) {
                name(node.children);
                continue;
            }
            node.name = numbered(stem(node), ++seen[stem(node)]);
            name_all(node.children);
        }
    };
    name(nodes);
}

std::vector<std::string> names_of(const Nodes& nodes) {
    std::vector<std::string> names;
    for (const NodeSource& node : nodes) {
        if (!is_any(node)) {
            names.push_back(node.name);
            continue;
        }
        for (const NodeSource& member : node.children) names.push_back(member.name);
    }
    return names;
}

GuideTree::Found child(Nodes& nodes, std::string_view name) {
    for (std::size_t index = 0; index < nodes.size(); ++index) {
        if (nodes[index].name == name) return {&nodes, index, &nodes};
        if (!is_any(nodes[index])) continue;
        Nodes& members = nodes[index].children;
        for (std::size_t member = 0; member < members.size(); ++member)
            if (members[member].name == name) return {&members, member, &nodes};
    }
    return {};
}

}  // namespace

GuideTree::GuideTree(const GuideSource& guide, TransactionSource& set) : guide_(guide), set_(set) {
    name_all(set_.nodes);
}

GuideTree::Found GuideTree::find(const GuidePlace& place) {
    Nodes* nodes = &set_.nodes;
    std::string path;
    Found found;
    for (std::size_t step = 0; step < place.steps.size(); ++step) {
        const GuideStep& wanted = place.steps[step];
        found = child(*nodes, wanted.name);
        if (found.list == nullptr) {
            std::vector<std::string> elsewhere;
            collect(set_.nodes, {}, wanted.name, elsewhere);
            const std::string where = path.empty() ? set_.set + " itself" : path;
            if (!elsewhere.empty())
                guide_.fail(place.line, wanted.column,
                            fmt::format("`{}` is no part of {}; {} would be right", wanted.name, where,
                                        fmt::join(elsewhere, " or ")));
            guide_.fail(place.line, wanted.column,
                        fmt::format("`{}` is no part of {}, which has {}", wanted.name, where,
                                    fmt::join(names_of(*nodes), " ")));
        }
        if (step + 1 < place.steps.size() && found.node().kind != NodeSource::Kind::loop)
            guide_.fail(place.line, wanted.column,
                        fmt::format("`{}` is a segment, in which no other stands; `{}-loop` would be a loop",
                                    wanted.name, found.node().id));
        nodes = &found.node().children;
        path += (path.empty() ? "" : "/") + wanted.name;
    }
    return found;
}

void GuideTree::collect(const Nodes& nodes, const std::string& path, std::string_view name,
                        std::vector<std::string>& paths) const {
    for (const NodeSource& node : nodes) {
        const std::string own = path.empty() || node.name.empty() ? path + node.name : path + "/" + node.name;
        if (!is_any(node) && (node.name == name || node.name == fmt::format("{}-loop", name))) paths.push_back(own);
        collect(node.children, own, name, paths);
    }
}

bool GuideTree::is_frame(const Found& found) const {
    return found.is_first() || (found.list == &set_.nodes && found.index + 1 == found.list->size());
}

void GuideTree::check_border(const GuidePlace& place, const Found& at, bool after) const {
    const bool before_first = !after && at.is_first();
    const bool after_last = after && at.list == &set_.nodes && at.index + 1 == at.list->size();
    if (before_first || after_last)
        guide_.fail(place.line, place.column,
                    fmt::format("nothing can stand {} {}, which {}", after ? "after" : "before", place.text,
                                after ? "ends the set" : "begins its loop or the set"));
}

std::vector<std::string> GuideTree::add(const GuidePlace& place, const Found& at, bool after, Nodes nodes) {
    check_border(place, at, after);
    std::vector<std::string> taken = names_of(*at.owner);
    std::vector<std::string> names;
    const std::function<void(Nodes&)> name = [&](Nodes& list) {
        for (NodeSource& node : list) {
            if (is_any(node)) {
                if (at.list != at.owner)
                    guide_.fail(
                        place.line, place.column,
                        fmt::format("{} stands in a block of any order; another inside it makes no sense", place.text));
                name(node.children);
                continue;
            }
            int number = 1;
            do node.name = numbered(stem(node), number++);
            while (std::find(taken.begin(), taken.end(), node.name) != taken.end());
            taken.push_back(node.name);
            names.push_back(node.name);
            name_all(node.children);
        }
    };
    name(nodes);
    at.list->insert(at.list->begin() + static_cast<std::ptrdiff_t>(at.index + (after ? 1 : 0)),
                    std::make_move_iterator(nodes.begin()), std::make_move_iterator(nodes.end()));
    return names;
}

void GuideTree::move(const GuidePlace& place, const Found& from, const Found& to, bool after) {
    if (from.owner != to.owner)
        guide_.fail(place.line, place.column, "a segment or loop can move among those of the same loop only");
    if (is_frame(from))
        guide_.fail(place.line, place.column, fmt::format("{} begins or ends its loop and cannot move", place.text));
    check_border(place, to, after);
    const std::string target = to.node().name;
    NodeSource moved = std::move(from.node());
    from.list->erase(from.list->begin() + static_cast<std::ptrdiff_t>(from.index));
    const Found now = child(*to.owner, target);
    assert(now.list != nullptr);  // it was there, and it is another one that was taken out
    now.list->insert(now.list->begin() + static_cast<std::ptrdiff_t>(now.index + (after ? 1 : 0)), std::move(moved));
    std::erase_if(*to.owner, [](const NodeSource& node) { return is_any(node) && node.children.empty(); });
}

void GuideTree::allow_any_order(const GuidePlace& place, const Found& first, const Found& last) {
    if (first.owner != last.owner)
        guide_.fail(place.line, place.column, "`any` names two segments or loops of the same loop");
    Nodes& nodes = *first.owner;
    // The whole block where one of them stands in one.
    const auto position = [&](const Found& found) {
        if (found.list == &nodes) return found.index;
        return static_cast<std::size_t>(
            std::find_if(nodes.begin(), nodes.end(),
                         [&](const NodeSource& node) { return &node.children == found.list; }) -
            nodes.begin());
    };
    const std::size_t begin = position(first);
    const std::size_t end = position(last) + 1;
    if (begin + 1 >= end)
        guide_.fail(
            place.line, place.column,
            "`any` names the first and the last of those that may come in any order, in the dictionary's order");
    if (is_frame(first) || is_frame(last))
        guide_.fail(place.line, place.column, "what begins or ends a loop or the set keeps its place");
    NodeSource block;
    block.kind = NodeSource::Kind::any;
    for (std::size_t index = begin; index < end; ++index) {
        if (is_any(nodes[index]))
            std::move(nodes[index].children.begin(), nodes[index].children.end(), std::back_inserter(block.children));
        else
            block.children.push_back(std::move(nodes[index]));
    }
    nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(begin), nodes.begin() + static_cast<std::ptrdiff_t>(end));
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(begin), std::move(block));
}

}  // namespace crossdock::edi
