#include "host/mapping/function.hpp"

#include "host/mapping/binder_forms.hpp"

namespace crossdock::mapping {

const Function* find_function(std::string_view name) {
    for (const auto functions : {text_functions(), number_functions(), date_functions()})
        for (const Function& function : functions)
            if (function.name == name) return &function;
    return nullptr;
}

std::vector<std::string_view> function_names() {
    std::vector<std::string_view> names;
    for (const auto functions : {text_functions(), number_functions(), date_functions()})
        for (const Function& function : functions) names.push_back(function.name);
    for (const SpecialForm& form : special_forms()) names.push_back(form.name);
    return names;
}

}  // namespace crossdock::mapping
