// Where log lines go: standard error, or a file that rotates.
#pragma once

#include <filesystem>

#include "host/base/result.hpp"
#include "host/site/site_config.hpp"

namespace crossdock::commands {

// Sets the default logger of this process up. Error `log.unwritable` when the file cannot be opened.
Status open_log(const site::LogConfig& config, const std::filesystem::path& site);

}  // namespace crossdock::commands
