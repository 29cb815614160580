// "Did you mean …": the known name that a mistaken one is nearest to.
#pragma once

#include <string>
#include <string_view>

#include "host/base/quantity.hpp"

namespace crossdock::mapping {

// `; did you mean 'sku'?`, or empty.
template <typename Names>
std::string did_you_mean(std::string_view name, const Names& known) {
    if (name.size() > 100) return {};
    const std::string_view nearest = nearest_word(name, known);
    return nearest.empty() ? std::string{} : "; did you mean '" + std::string(nearest) + "'?";
}

}  // namespace crossdock::mapping
