// Log lines, kept.
#pragma once

#include <crossdock/ext/log.h>

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk::testing {

struct LogLine {
    crossdock_log_level level;
    std::string text;
};

// Safe from any thread.
class FakeLog {
public:
    // Lines below this level are not enabled, and still kept when written. TRACE at first.
    void set_level(crossdock_log_level level) { level_ = level; }
    [[nodiscard]] bool enabled(crossdock_log_level level) const { return level >= level_; }
    void write(crossdock_log_level level, std::string_view text) {
        const std::lock_guard lock(mutex_);
        lines_.push_back({level, std::string(text)});
    }
    [[nodiscard]] std::vector<LogLine> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    [[nodiscard]] bool contains(std::string_view part) const {
        const std::lock_guard lock(mutex_);
        for (const LogLine& line : lines_)
            if (line.text.find(part) != std::string::npos) return true;
        return false;
    }

private:
    std::atomic<crossdock_log_level> level_ = CROSSDOCK_LOG_TRACE;
    mutable std::mutex mutex_;
    std::vector<LogLine> lines_;
};

}  // namespace crossdock::sdk::testing
