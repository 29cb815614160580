#include "host/commands/adapter_catalog.hpp"

#include <crossdock/adapter.h>

namespace crossdock::commands {

void SiteAdapters::ask_operations(plugins::AdapterHost& host) {
    for (const auto& [name, interfaces] : interfaces_) {
        if ((interfaces & CROSSDOCK_INTERFACE_SERVICE) == 0) continue;
        const auto found = host.operations(name);
        if (!found.ok()) continue;
        std::vector<std::string>& names = operations_[name];
        for (const plugins::OperationInfo& operation : found.value()) names.push_back(operation.name);
    }
}

std::optional<std::uint32_t> SiteAdapters::interfaces(std::string_view adapter) const {
    const auto found = interfaces_.find(adapter);
    return found == interfaces_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::vector<std::string>> SiteAdapters::operations(std::string_view service) const {
    const auto found = operations_.find(service);
    return found == operations_.end() ? std::nullopt : std::optional(found->second);
}

// Formats without a list of their own write whatever they are given.
bool SiteAdapters::knows_type(std::string_view format, std::string_view type) const {
    const auto client = formats_->format(format);
    if (!client.ok()) return true;
    const auto types = client.value()->types();
    if (!types.ok() || types.value().empty()) return true;
    const auto described = client.value()->describe(type);
    return described.ok() || described.error().code != "format.unknown-type";
}

}  // namespace crossdock::commands
