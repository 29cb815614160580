#include "host/mapping/type_lookup.hpp"

namespace crossdock::mapping {

namespace {

using schema::Shape;
using schema::TypeNode;

bool is_transparent(const TypeNode& node) { return node.shape == Shape::segment || node.shape == Shape::composite; }

bool has_name(const TypeNode& node, std::string_view name) {
    if (node.name == name) return true;
    return !name.empty() && name[0] == '@' && node.attribute && node.name == name.substr(1);
}

bool find_anywhere(const TypeNode& group, std::string_view name, unsigned depth, std::string& path) {
    for (const auto& child : group.children) {
        const std::size_t length = path.size();
        if (!path.empty()) path += '/';
        path += child->name;
        if (has_name(*child, name)) return true;
        if (depth < 20 && find_anywhere(*child, name, depth + 1, path)) return true;
        path.resize(length);
    }
    return false;
}

}  // namespace

std::vector<TypeChain> look_up(const TypeNode& group, std::string_view name) {
    std::vector<TypeChain> found;
    std::vector<TypeChain> level = {{&group}};
    while (found.empty() && !level.empty()) {
        std::vector<TypeChain> below;
        for (const TypeChain& chain : level) {
            for (const auto& child : chain.back()->children) {
                const bool match = has_name(*child, name);
                if (!match && !is_transparent(*child)) continue;
                TypeChain longer = chain;
                longer.push_back(child.get());
                (match ? found : below).push_back(std::move(longer));
            }
        }
        level = std::move(below);
    }
    for (TypeChain& chain : found) chain.erase(chain.begin());
    return found;
}

std::vector<std::string_view> names_below(const TypeNode& group) {
    std::vector<std::string_view> names;
    for (const auto& child : group.children) {
        names.push_back(child->name);
        if (!is_transparent(*child)) continue;
        const auto deeper = names_below(*child);
        names.insert(names.end(), deeper.begin(), deeper.end());
    }
    return names;
}

std::string path_anywhere(const TypeNode& root, std::string_view name) {
    std::string path;
    return find_anywhere(root, name, 0, path) ? path : std::string{};
}

std::string to_text(const TypeChain& chain) {
    std::string text;
    for (std::size_t i = 1; i < chain.size(); ++i) {
        if (i > 1) text += '/';
        text += chain[i]->name;
    }
    return text;
}

}  // namespace crossdock::mapping
