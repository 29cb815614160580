// The index's checkpoint: how far the runs cover the log, and what was live then.
#pragma once

#include <optional>

#include "host/journal/live_state.hpp"
#include "host/journal/log_format.hpp"
#include "host/journal/sync_point.hpp"

namespace crossdock::journal {

// The live part may be newer than `progress`: taking in the log from there leads to the same end.
struct Checkpoint {
    LogProgress progress;
    EntityId last_entity = 0;
    std::vector<std::uint64_t> runs;
    std::vector<LiveEntity> entities;
    std::vector<std::pair<std::string, std::uint64_t>> sequences;
};

// Replaces the checkpoint in the index folder, durably and at once.
Status write_checkpoint(const Disk& disk, const std::filesystem::path& folder, const Checkpoint& checkpoint);
// Empty when there is none, or none that this build can use: then the index is rebuilt.
std::optional<Checkpoint> read_checkpoint(FileSystem& files, const std::filesystem::path& folder);

}  // namespace crossdock::journal
