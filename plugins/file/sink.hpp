// The sink that writes files into a folder.
#pragma once

#include <crossdock/cpp/files.hpp>
#include <crossdock/cpp/sink.hpp>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>

#include "plugins/file/group_writer.hpp"
#include "plugins/file/name_template.hpp"

namespace crossdock::file {

// Operation: the group writer writes a delivery under a hidden temporary name, syncs it together with others and gives
// it its name; so a width of many deliveries makes groups, not threads. The temporary name comes from the idempotency
// key, so that another attempt writes over what a crash left behind. Promises idempotence: the same key gives the same
// name and bytes. Concurrency: submits from several lane threads at once. Limitations: a delivery cannot be cancelled
// once it is begun; it takes milliseconds.
class FileSink final : public sdk::AdapterOf<FileSink, sdk::Sink> {
public:
    explicit FileSink(const crossdock_host* host);
    // With a disk of the caller's.
    FileSink(const crossdock_host* host, sdk::Files& files);

    void init() override;
    void start() override;
    void stop() override;
    [[nodiscard]] crossdock_delivery_promise promise() const noexcept override { return CROSSDOCK_IDEMPOTENT; }
    void submit(const crossdock_delivery& delivery) override;

private:
    void look_for_folder() const;
    [[nodiscard]] std::string name_of(const crossdock_delivery& delivery) const;

    sdk::Files* files_;
    std::filesystem::path folder_;
    std::optional<NameTemplate> template_;
    OnExisting on_existing_ = OnExisting::refuse;
    bool syncs_ = true;
    std::unique_ptr<GroupWriter> writer_;
    std::atomic<bool> started_ = false;
};

}  // namespace crossdock::file
