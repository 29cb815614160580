// The order of the checks of a type.
#include "checks.hpp"

namespace crossdock::sdk::validator {

std::vector<Check> checks_for(std::uint32_t interfaces) {
    std::vector<Check> all;
    for (const auto part : {declaration_checks(), life_checks(), source_checks(), sink_checks(), service_checks(),
                            format_checks(), resource_checks()})
        for (const Check& check : part)
            if (check.interfaces == 0 || (check.interfaces & interfaces) != 0) all.push_back(check);
    return all;
}

}  // namespace crossdock::sdk::validator
