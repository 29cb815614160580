// Purging without cutting off what still lives: its messages, documents and deployments stay readable.
#pragma once

#include "host/journal/store.hpp"

namespace crossdock::commands {

// Purges what is older than `before_ms` and than everything that lives refers to. The deployments that live runs and
// exceptions are pinned to stay, whatever their age, and so does `today`: the digest of the deployment that runs to
// come are pinned to, empty when no host runs. Answers the bytes freed.
Result<std::uint64_t> purge_journal(journal::Store& store, WallTimeMs before_ms, const std::string& today);

// The newest record of a deployment that can still be read; error `flow.deployment-missing`.
Result<journal::StoredUnit> find_deployment(const journal::Store& store, const std::string& digest);

}  // namespace crossdock::commands
