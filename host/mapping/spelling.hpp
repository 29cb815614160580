// "Did you mean …": the known name that a mistaken one is nearest to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crossdock::mapping {

// The nearest of `known` within a third of the name's length, or empty.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& known);

// `; did you mean 'sku'?`, or empty.
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace crossdock::mapping
