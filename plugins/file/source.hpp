// The source that watches a folder.
#pragma once

#include <crossdock/cpp/files.hpp>
#include <crossdock/cpp/source.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/file/candidates.hpp"
#include "plugins/file/claims.hpp"
#include "plugins/file/reading.hpp"
#include "plugins/file/shelf.hpp"
#include "plugins/file/source_settings.hpp"

namespace crossdock::file {

// Operation: a poll scans the folder, claims complete files oldest first while there is credit, and hands each over in
// pieces. When its receipt comes a file is archived or deleted, or put with the rejected ones. A crash at any moment
// leaves a file in the folder, or claimed, where the next host finds it; the dedupe key then tells the host that it
// knows it. Concurrency: the adapter's main thread only; one poll takes about `poll_budget_ms`, also within a file.
// Limitations: folders inside the folder are not watched; files are claimed oldest first, but several are on their way
// at once.
class FileSource final : public sdk::AdapterOf<FileSource, sdk::Source> {
public:
    explicit FileSource(const crossdock_host* host);
    // With a disk of the caller's.
    FileSource(const crossdock_host* host, sdk::Files& files);

    void init() override;
    void start() override;
    void stop() override;
    bool poll() override;
    void credit(std::uint32_t /*messages*/) override {}
    void committed(std::uint64_t message, const crossdock_receipt& receipt) override;

private:
    // A claimed file that waits for another attempt.
    struct Held {
        std::string name;
        sdk::FileStatus status;
        std::int64_t not_before_ms = 0;
    };
    struct InFlight {
        std::string name;
        sdk::FileStatus status;
    };
    enum class Begun { yes, no_file, no_credit };

    void take_over_left_behind();
    void scan_if_due();
    Begun begin_next();
    bool begin_held(Held held);
    bool begin_found(CompleteFile found);
    void open_claimed(const std::string& name, const sdk::FileStatus& expected);
    void finish_reading();
    void hold(std::string name, std::int64_t delay_ms);
    void remove_marker(const std::string& name);
    void shelve(const InFlight& file, const crossdock_receipt& receipt);
    void reject(const InFlight& file, const crossdock_receipt& receipt);
    // Runs `step`; a failure is logged and the file is tried again later.
    void look_for_folder() const;
    template <typename Step>
    bool attempt(const std::string& name, Step&& step);
    [[nodiscard]] std::int64_t now_ms() const;

    sdk::Files* files_;
    SourceSettings settings_;
    std::unique_ptr<Candidates> candidates_;
    std::unique_ptr<Claims> claims_;
    std::unique_ptr<Shelf> archive_;
    std::unique_ptr<Shelf> rejected_;
    std::unique_ptr<Reading> reading_;
    std::vector<char> piece_;
    std::deque<Held> held_;
    std::unordered_map<std::uint64_t, InFlight> in_flight_;
    std::optional<std::int64_t> scanned_at_ms_;
    std::int64_t take_over_at_ms_ = 0;
    bool started_ = false;
};

}  // namespace crossdock::file
