#include "tests/simulation/host/log_watch.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace crossdock::simulation {

class LogWatch::Sink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    std::vector<std::string> lines() {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    void forget() {
        const std::lock_guard lock(mutex_);
        lines_.clear();
    }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        lines_.emplace_back(line.data(), line.size());
    }
    void flush_() override {}

    std::vector<std::string> lines_;
};

LogWatch::LogWatch() : sink_(std::make_shared<Sink>()), before_(spdlog::default_logger()) {
    auto logger = std::make_shared<spdlog::logger>("simulation", sink_);
    logger->set_level(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

LogWatch::~LogWatch() { spdlog::set_default_logger(before_); }

bool LogWatch::said(const std::string& text) const {
    return std::ranges::any_of(sink_->lines(),
                               [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

std::string LogWatch::tail(std::size_t lines) const {
    const auto all = sink_->lines();
    std::string text;
    for (std::size_t at = all.size() - std::min(lines, all.size()); at < all.size(); ++at) text += all[at];
    return text;
}

void LogWatch::forget() { sink_->forget(); }

}  // namespace crossdock::simulation
