// Commits whose callbacks are still to come, so that what the callbacks touch can be kept until then.
#pragma once

#include <condition_variable>
#include <limits>
#include <memory>
#include <mutex>
#include <set>

#include "host/base/clock.hpp"

namespace crossdock::intake {

// Thread-safe.
class CommitsUnderWay {
public:
    // For a commit's callback to hold: the commit is under way until the callback is gone, whether it was called or
    // not.
    using Token = std::shared_ptr<const void>;

    // `since_ms`: no message that it is about came before then.
    Token begin(WallTimeMs since_ms) {
        const std::lock_guard lock(mutex_);
        const auto place = since_.insert(since_ms);
        return {this, [this, place](const void*) { end(place); }};
    }
    // The least `since_ms` of those under way; without any, all time.
    [[nodiscard]] WallTimeMs oldest_ms() const {
        const std::lock_guard lock(mutex_);
        return since_.empty() ? std::numeric_limits<WallTimeMs>::max() : *since_.begin();
    }
    void wait_for_all() {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return since_.empty(); });
    }

private:
    void end(std::multiset<WallTimeMs>::const_iterator place) {
        const std::lock_guard lock(mutex_);
        since_.erase(place);
        ended_.notify_all();
    }

    mutable std::mutex mutex_;
    std::condition_variable ended_;
    std::multiset<WallTimeMs> since_;
};

}  // namespace crossdock::intake
