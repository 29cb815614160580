// What a site says of a watched folder.
#pragma once

#include <crossdock/cpp/host.hpp>
#include <crossdock/cpp/plugin.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/file/candidates.hpp"

namespace crossdock::file {

struct SourceSettings {
    std::filesystem::path folder;
    CandidateRules rules;
    bool archives = true;  // else deletes
    std::filesystem::path archive;
    bool archive_by_date = true;
    std::filesystem::path rejected;
    std::string content_type;
    std::string partner;
};

std::vector<crossdock_property> source_properties();

// Throws a Failure where the site contradicts itself.
SourceSettings read_source_settings(const sdk::Host& host);

}  // namespace crossdock::file
