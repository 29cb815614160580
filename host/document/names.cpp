#include "host/document/names.hpp"

namespace crossdock {

Symbol Names::intern(std::string_view name) {
    if (const auto known = symbols_.find(name); known != symbols_.end()) return known->second;
    const auto symbol = static_cast<Symbol>(texts_.size());
    texts_.emplace_back(name);
    symbols_.emplace(texts_.back(), symbol);
    return symbol;
}

Symbol Names::find(std::string_view name) const {
    const auto known = symbols_.find(name);
    return known == symbols_.end() ? no_symbol : known->second;
}

}  // namespace crossdock
