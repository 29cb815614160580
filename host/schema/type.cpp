#include "host/schema/type.hpp"

#include <algorithm>

namespace crossdock::schema {

const TypeNode* TypeNode::find(std::string_view child) const {
    for (const auto& each : children)
        if (each->name == child) return each.get();
    for (const auto& each : children)
        if (each->shape == Shape::segment)
            if (const TypeNode* const found = each->find(child)) return found;
    return nullptr;
}

bool TypeNode::has_code(std::string_view code) const {
    if (!code_set.empty()) return code_set.contains(code);
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string_view Type::meaning(const TypeNode& field, std::string_view value) const {
    if (field.code_list.empty()) return {};
    const auto list = code_names.find(field.code_list);
    if (list == code_names.end()) return {};
    const auto found = list->second.find(value);
    return found == list->second.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace crossdock::schema
