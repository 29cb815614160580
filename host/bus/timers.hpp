// What is to happen later on a thread that waits by itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace crossdock::bus {

// Not thread-safe. Times are steady milliseconds of whatever clock the owner uses.
class Timers {
public:
    using Key = std::pair<std::int64_t, std::uint64_t>;

    Key at(std::int64_t time_ms, std::function<void()> task) {
        const Key key{time_ms, ++last_};
        tasks_.emplace(key, std::move(task));
        return key;
    }
    void cancel(const Key& key) { tasks_.erase(key); }
    void clear() { tasks_.clear(); }

    // Milliseconds until the next one is due, at least 0; -1 when there is none.
    [[nodiscard]] std::int64_t wait_ms(std::int64_t now_ms) const {
        if (tasks_.empty()) return -1;
        return std::max<std::int64_t>(0, tasks_.begin()->first.first - now_ms);
    }
    // Runs what is due; what that adds waits for the next time.
    void run_due(std::int64_t now_ms) {
        const std::uint64_t newest = last_;
        while (!tasks_.empty() && tasks_.begin()->first.first <= now_ms && tasks_.begin()->first.second <= newest) {
            auto due = tasks_.extract(tasks_.begin());
            due.mapped()();
        }
    }

private:
    std::map<Key, std::function<void()>> tasks_;
    std::uint64_t last_ = 0;
};

}  // namespace crossdock::bus
