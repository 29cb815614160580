#include "host/intake/format_clients.hpp"

#include <fmt/format.h>

namespace crossdock::intake {

Result<plugins::FormatClient*> FormatClients::client(std::string_view adapter) {
    const auto known = clients_.find(adapter);
    if (known != clients_.end()) return known->second.get();
    CROSSDOCK_TRY_ASSIGN(std::unique_ptr<plugins::FormatClient> made, adapters_->format(adapter));
    return (clients_[std::string(adapter)] = std::move(made)).get();
}

Result<std::string> FormatClients::recognise(std::string_view source, std::string_view head, std::string_view name,
                                             std::string_view content_type) {
    const site::AdapterConfig* config = deployment_->config().adapter(source);
    if (config != nullptr && !config->format.empty()) return config->format;
    if (!std::exchange(found_, true))
        for (const site::AdapterConfig& each : deployment_->config().adapters)
            if (adapters_->format(each.settings.name).ok()) formats_.push_back(each.settings.name);
    std::string surest;
    std::uint32_t most = 0;
    std::optional<Error> failed;  // of a format that might have known it
    for (const std::string& format : formats_) {
        CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const asked, client(format));
        const auto sure = asked->probe(head, name, content_type);
        if (!sure.ok()) failed = sure.error();
        if (!sure.ok() || sure.value() <= most) continue;
        most = sure.value();
        surest = format;
    }
    if (most != 0) return surest;
    if (failed) return *failed;
    return Error{
        std::string(unrecognised), ErrorClass::needs_person,
        fmt::format("none of the site's formats recognises this; it begins with '{}'. If it is what adapter {} "
                    "should bring, name its format in crossdock.xml",
                    head.substr(0, 40), source)};
}

}  // namespace crossdock::intake
