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

}  // namespace crossdock::schema
