// One thread's clients of the site's formats, made when first used.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/adapter_host.hpp"
#include "host/site/deployment.hpp"

namespace crossdock::intake {

inline constexpr std::string_view unrecognised = "intake.unrecognised";

class FormatClients {
public:
    FormatClients(plugins::AdapterHost& adapters, const site::Deployment& deployment)
        : adapters_(&adapters), deployment_(&deployment) {}

    Result<plugins::FormatClient*> client(std::string_view adapter);
    // The format that payloads of `source` are in: what its adapter's configuration says, else the one that is surest.
    // Error `unrecognised` where none knows it; where none is sure and one could not be asked, that one's error.
    Result<std::string> recognise(std::string_view source, std::string_view head, std::string_view name,
                                  std::string_view content_type);

private:
    plugins::AdapterHost* adapters_;
    const site::Deployment* deployment_;
    std::map<std::string, std::unique_ptr<plugins::FormatClient>, std::less<>> clients_;
    std::vector<std::string> formats_;  // the site's format adapters, found once
    bool found_ = false;
};

}  // namespace crossdock::intake
