// Brings the index to disk behind the commits.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "host/journal/checkpoint.hpp"
#include "host/journal/key_index.hpp"

namespace crossdock::journal {

// Writes sealed chunks as runs and then a checkpoint that names them. What cannot be written stays in memory and is
// tried again with the next chunk. Thread-safe; borrows everything.
class IndexKeeper {
public:
    IndexKeeper(const Disk& disk, std::filesystem::path folder, KeyIndex& index, const LiveState& live)
        : disk_(disk), folder_(std::move(folder)), index_(index), live_(live) {}
    ~IndexKeeper() { stop(); }
    IndexKeeper(const IndexKeeper&) = delete;
    IndexKeeper& operator=(const IndexKeeper&) = delete;

    void start();
    void wake();
    void stop();
    // Writes what is sealed and a checkpoint, if anything is new or `anyway`; on the caller's thread.
    Status write(bool anyway);

private:
    void run();

    const Disk& disk_;
    const std::filesystem::path folder_;
    KeyIndex& index_;
    const LiveState& live_;

    std::mutex write_mutex_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool due_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace crossdock::journal
