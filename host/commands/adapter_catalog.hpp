// What the adapters of a site are, for the checks of whoever names them.
#pragma once

#include <map>

#include "host/plugins/adapter_host.hpp"
#include "host/site/deployment.hpp"

namespace crossdock::commands {

// Used by one thread while a deployment is built. Borrows the host that runs the formats.
class SiteAdapters final : public site::AdapterCatalog {
public:
    explicit SiteAdapters(plugins::AdapterHost& formats) : formats_(&formats) {}

    void add(const std::string& adapter, std::uint32_t interfaces) { interfaces_[adapter] = interfaces; }
    // Asks those of the services among the adapters that `host` has loaded.
    void ask_operations(plugins::AdapterHost& host);

    [[nodiscard]] std::optional<std::uint32_t> interfaces(std::string_view adapter) const override;
    [[nodiscard]] std::optional<std::vector<std::string>> operations(std::string_view service) const override;
    [[nodiscard]] bool knows_type(std::string_view format, std::string_view type) const override;

private:
    plugins::AdapterHost* formats_;
    std::map<std::string, std::uint32_t, std::less<>> interfaces_;
    std::map<std::string, std::vector<std::string>, std::less<>> operations_;
};

}  // namespace crossdock::commands
