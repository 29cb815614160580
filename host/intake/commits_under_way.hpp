// Commits whose callbacks are still to come, so that what the callbacks touch can be kept until then.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

namespace crossdock::intake {

// Thread-safe.
class CommitsUnderWay {
public:
    // For a commit's callback to hold: the commit is under way until the callback is gone, whether it was called or
    // not.
    using Token = std::shared_ptr<const void>;

    Token begin() {
        const std::lock_guard lock(mutex_);
        ++count_;
        return {this, [this](const void*) { end(); }};
    }
    void wait_for_all() {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return count_ == 0; });
    }

private:
    void end() {
        const std::lock_guard lock(mutex_);
        --count_;
        ended_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t count_ = 0;
};

}  // namespace crossdock::intake
