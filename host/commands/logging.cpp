#include "host/commands/logging.hpp"

#include <crossdock/ext/log.h>
#include <fmt/format.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace crossdock::commands {

Status open_log(const site::LogConfig& config, const std::filesystem::path& site) {
    try {
        std::shared_ptr<spdlog::logger> logger;
        if (config.file.empty()) {
            logger =
                std::make_shared<spdlog::logger>("crossdock", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        } else {
            const std::filesystem::path file = site / config.file;
            std::filesystem::create_directories(file.parent_path());
            logger =
                std::make_shared<spdlog::logger>("crossdock", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                                                                  file.string(), config.rotate_bytes, config.keep));
            logger->flush_on(spdlog::level::warn);
        }
        logger->set_level(spdlog::level::from_str(config.level));
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%-7l%$ %v", spdlog::pattern_time_type::utc);
        spdlog::set_default_logger(std::move(logger));
        if (!config.file.empty()) spdlog::flush_every(std::chrono::seconds(1));
        return {};
    } catch (const std::exception& failure) {
        return Error{"log.unwritable", ErrorClass::configuration,
                     fmt::format("the log file {} cannot be written: {}", config.file, failure.what())};
    }
}

std::uint32_t adapter_log_level(const std::string& level) {
    switch (spdlog::level::from_str(level)) {
        case spdlog::level::trace: return CROSSDOCK_LOG_TRACE;
        case spdlog::level::debug: return CROSSDOCK_LOG_DEBUG;
        case spdlog::level::warn: return CROSSDOCK_LOG_WARNING;
        case spdlog::level::err: return CROSSDOCK_LOG_ERROR;
        default: return CROSSDOCK_LOG_INFO;
    }
}

}  // namespace crossdock::commands
