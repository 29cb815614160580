#include "host/journal/index_keeper.hpp"
#include "host/base/platform/thread_name.hpp"

#include <spdlog/spdlog.h>

namespace crossdock::journal {

namespace {

// Commits wait while live entities are copied, so they are copied in parts.
constexpr std::size_t entities_at_once = 2048;

}  // namespace

void IndexKeeper::start() {
    thread_ = std::thread([this] {
        platform::name_thread("journal-index");
        run();
    });
}

void IndexKeeper::wake() {
    const std::lock_guard guard(mutex_);
    due_ = true;
    changed_.notify_one();
}

void IndexKeeper::stop() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void IndexKeeper::run() {
    while (true) {
        {
            std::unique_lock guard(mutex_);
            changed_.wait(guard, [this] { return due_ || stopping_; });
            if (stopping_) return;
            due_ = false;
        }
        if (const auto written = write(false); !written.ok())
            spdlog::error("the journal's index could not be written and stays in memory: {}",
                          describe(written.error()));
    }
}

Status IndexKeeper::write(bool anyway) {
    const std::lock_guard guard(write_mutex_);
    bool any = anyway;
    while (true) {
        CROSSDOCK_TRY_ASSIGN(const bool wrote, index_.write_run());
        if (!wrote) break;
        any = true;
    }
    if (!any) return {};
    Checkpoint checkpoint;
    checkpoint.progress = index_.written();
    checkpoint.last_entity = live_.last_entity();
    for (const auto& run : index_.runs()) checkpoint.runs.push_back(run->number());
    checkpoint.sequences = live_.sequences();
    for (EntityId from = 0;;) {
        auto part = live_.live_from(from, entities_at_once);
        if (part.empty()) break;
        from = part.back().id + 1;
        std::move(part.begin(), part.end(), std::back_inserter(checkpoint.entities));
    }
    CROSSDOCK_TRY(write_checkpoint(disk_, folder_, checkpoint));
    index_.remove_unused_runs();
    return {};
}

}  // namespace crossdock::journal
