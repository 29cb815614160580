// What the host says in its log, kept for the test.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace spdlog {
class logger;
}

namespace crossdock::simulation {

// Takes the place of the process' default logger as long as it lives. Thread-safe.
class LogWatch {
public:
    LogWatch();
    ~LogWatch();
    LogWatch(const LogWatch&) = delete;
    LogWatch& operator=(const LogWatch&) = delete;

    // Whether a line held the text since the last `forget`.
    [[nodiscard]] bool said(const std::string& text) const;
    // The last lines, for whoever has to find out what happened.
    [[nodiscard]] std::string tail(std::size_t lines) const;
    void forget();

private:
    class Sink;
    std::shared_ptr<Sink> sink_;
    std::shared_ptr<spdlog::logger> before_;
};

}  // namespace crossdock::simulation
