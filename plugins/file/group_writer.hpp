// Makes written files durable and gives them their names, many at a time.
#pragma once

#include <crossdock/cpp/files.hpp>
#include <crossdock/cpp/host.hpp>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crossdock::file {

// A delivery whose bytes are in a file of a temporary name.
struct WrittenFile {
    std::uint64_t operation = 0;
    std::unique_ptr<sdk::WritableFile> file;
    std::filesystem::path temporary;
    std::string name;
};

enum class OnExisting {
    replace,
    refuse,  // unless the bytes are the same
};

// Takes `temporary` as `name` in `folder`. Durable after the folder's next sync.
void publish(sdk::Files& files, const std::filesystem::path& folder, const WrittenFile& written,
             OnExisting on_existing);

// Closes the file and removes what is left under its temporary name, as far as that can be done.
void discard(sdk::Files& files, WrittenFile& written) noexcept;

// Operation: what is waiting when the thread comes round forms a group: one sync of its files, a rename each, one sync
// of the folder, and then every operation is completed through the host. A name appears only once its bytes are safe.
// Concurrency: `add` from any thread, completions on the writer's own. `stop` completes everything first.
class GroupWriter {
public:
    GroupWriter(const sdk::Host& host, sdk::Files& files, std::filesystem::path folder, OnExisting on_existing);
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;
    ~GroupWriter();

    void add(WrittenFile written);
    void stop();

private:
    void run();
    void write_group(std::vector<WrittenFile>& group);

    const sdk::Host* host_;
    sdk::Files* files_;
    std::filesystem::path folder_;
    OnExisting on_existing_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<WrittenFile> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace crossdock::file
