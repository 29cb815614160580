// Writes files, makes them durable and gives them their names, many at a time.
#pragma once

#include <crossdock/cpp/files.hpp>
#include <crossdock/cpp/host.hpp>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace crossdock::file {

// A delivery on its way to a file, first under a temporary name.
struct FileToWrite {
    std::uint64_t operation = 0;
    std::string name;
    std::filesystem::path temporary;
    std::string_view payload;  // stays until the operation is completed
    std::unique_ptr<sdk::WritableFile> file{};
};

enum class OnExisting {
    replace,
    refuse,  // unless the bytes are the same
};

// Operation: what is waiting when the thread comes round forms a group: its files are written, one after the other, for
// they lie in one folder; one sync of them all, a rename each, one sync of the folder, and then every operation is
// completed through the host. A name appears only once its bytes are safe. Without syncs the system decides when.
// Concurrency: `add` from any thread, everything else on the writer's own. `stop` completes everything first.
class GroupWriter {
public:
    struct Settings {
        std::filesystem::path folder;
        OnExisting on_existing = OnExisting::refuse;
        bool syncs = true;
    };

    GroupWriter(const sdk::Host& host, sdk::Files& files, Settings settings);
    GroupWriter(const GroupWriter&) = delete;
    GroupWriter& operator=(const GroupWriter&) = delete;
    ~GroupWriter();

    void add(FileToWrite file);
    void stop();

private:
    void run();
    void take_group(std::vector<FileToWrite>& group);
    void write_group(std::vector<FileToWrite>& group);
    void publish(const FileToWrite& written);
    void discard(FileToWrite& written) noexcept;

    const sdk::Host* host_;
    sdk::Files* files_;
    Settings settings_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<FileToWrite> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace crossdock::file
