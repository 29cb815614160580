// What a task on the bus thread tells a thread that waits for it.
#pragma once

#include <chrono>
#include <future>
#include <optional>

namespace crossdock::plugins {

// Nothing when it took longer, or when the task was dropped because the host stops.
template <typename Answer>
std::optional<Answer> told_within(std::future<Answer>& answer, std::chrono::milliseconds patience) {
    if (answer.wait_for(patience) != std::future_status::ready) return {};
    try {
        return answer.get();
    } catch (const std::future_error&) {
        return {};
    }
}

}  // namespace crossdock::plugins
