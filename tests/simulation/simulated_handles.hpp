// Open files and locks of the simulated file system.
#pragma once

#include "tests/simulation/simulated_files.hpp"

namespace crossdock::simulation {

Error power_off();

// A handle; it works on the node even when the name is gone.
class SimulatedFile final : public File {
public:
    SimulatedFile(SimulatedFiles& files, SimulatedFiles::NodePtr node);
    Status write_at(std::uint64_t offset, Bytes bytes) override;
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const override;
    Status sync_data() override;
    Result<std::uint64_t> size() const override;
    Status truncate(std::uint64_t size) override;
    Status preallocate(std::uint64_t size) override;

private:
    [[nodiscard]] Status require_open() const;
    Status resize(std::uint64_t size);
    void record(SimulatedFiles::FileChange change);

    SimulatedFiles& files_;
    SimulatedFiles::NodePtr node_;
    std::uint64_t generation_;
};

class SimulatedLock final : public FileLock {
public:
    SimulatedLock(SimulatedFiles& files, std::string key);
    ~SimulatedLock() override;
    SimulatedLock(const SimulatedLock&) = delete;
    SimulatedLock& operator=(const SimulatedLock&) = delete;

private:
    SimulatedFiles& files_;
    std::string key_;
    std::uint64_t generation_;
};

}  // namespace crossdock::simulation
