// Where log lines go: standard error, or a file that rotates.
#pragma once

#include <filesystem>

#include "host/base/result.hpp"
#include "host/site/site_config.hpp"

namespace crossdock::commands {

// Sets the default logger of this process up. A file has what was logged within a second. Error `log.unwritable` when
// the file cannot be opened.
Status open_log(const site::LogConfig& config, const std::filesystem::path& site);

// The least that adapters shall say, as CROSSDOCK_LOG_*, for a level of <log>.
std::uint32_t adapter_log_level(const std::string& level);

}  // namespace crossdock::commands
