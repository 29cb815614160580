#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

namespace {

void collect_tags(const std::vector<Node>& nodes, std::set<std::string, std::less<>>& tags) {
    for (const Node& node : nodes) {
        tags.insert(node.tag);
        collect_tags(node.children, tags);
    }
}

template <typename Value>
void keep(ById<Value>& all, const std::set<std::string, std::less<>>& wanted) {
    for (auto at = all.begin(); at != all.end();) at = wanted.count(at->first) != 0 ? std::next(at) : all.erase(at);
}

}  // namespace

std::string_view name_of(Standard standard) { return standard == Standard::x12 ? "x12" : "edifact"; }

bool is_earlier(Standard standard, std::string_view release, std::string_view than) {
    if (standard == Standard::x12) return release < than;
    const auto year = [](std::string_view directory) {
        const std::string_view issue = directory.substr(directory.find('.') + 1);
        return (issue >= "70" ? "19" : "20") + std::string(issue);
    };
    return year(release) < year(than);
}

std::set<std::string, std::less<>> tags_of(const std::vector<Node>& nodes) {
    std::set<std::string, std::less<>> tags;
    collect_tags(nodes, tags);
    return tags;
}

void keep_what_is_used(Dictionary& dictionary) {
    std::set<std::string, std::less<>> wanted;
    for (const auto& [id, message] : dictionary.messages) collect_tags(message.nodes, wanted);
    keep(dictionary.segments, wanted);
    wanted.clear();
    for (const auto& [tag, segment] : dictionary.segments)
        for (const Use& use : segment.uses) wanted.insert(use.id);
    keep(dictionary.composites, wanted);
    for (const auto& [id, composite] : dictionary.composites)
        for (const Use& use : composite.uses) wanted.insert(use.id);
    keep(dictionary.elements, wanted);
}

}  // namespace crossdock::dictionary
