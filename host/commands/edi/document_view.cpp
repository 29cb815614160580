#include "host/commands/edi/document_view.hpp"

#include <algorithm>

namespace crossdock::commands::edi {

namespace {

std::string_view traced_below(const Document& document, NodeIndex group, const schema::TypeNode& type) {
    for (NodeIndex at = document[group].first_child; at != no_node; at = document[at].next) {
        const schema::TypeNode* const field = field_of(document, at, &type);
        if (field == nullptr || !field->traced) continue;
        if (document[at].kind == NodeKind::value) return document[at].text;
        if (const std::string_view found = traced_below(document, at, *field); !found.empty()) return found;
    }
    return {};
}

}  // namespace

const schema::TypeNode* field_of(const Document& document, NodeIndex child, const schema::TypeNode* parent) {
    if (parent == nullptr) return nullptr;
    const std::string_view name = document.name_of(child);
    const auto found = std::find_if(parent->children.begin(), parent->children.end(),
                                    [&](const auto& each) { return each->name == name; });
    return found == parent->children.end() ? nullptr : found->get();
}

std::string_view traced_value(const Document& document, const schema::Type& type) {
    return traced_below(document, Document::root, type.root);
}

}  // namespace crossdock::commands::edi
