// Adapters' checkpoints in the journal: one live entity each, whose state is the adapter's name and the bytes.
#pragma once

#include <map>

#include "host/journal/store.hpp"
#include "host/plugins/hub/hub.hpp"

namespace crossdock::plugins {

// What an entity that holds a checkpoint is called in the journal.
inline constexpr std::uint16_t checkpoint_entity_kind = 900;

// Used on the bus thread.
class Checkpoints {
public:
    Checkpoints(Hub& hub, journal::Store* store) : door_(std::make_shared<Door>()), store_(store) { door_->hub = &hub; }
    Checkpoints(const Checkpoints&) = delete;
    Checkpoints& operator=(const Checkpoints&) = delete;
    ~Checkpoints();

    // The bytes, or nothing when none was saved.
    Result<std::optional<std::string>> load(const std::string& adapter);
    // `done` comes on the bus thread, once it is durable.
    void save(const std::string& adapter, std::string_view bytes, std::function<void(Status)> done);

private:
    struct Saved {
        journal::EntityId entity = 0;
        std::uint32_t version = 0;
        std::optional<std::string> bytes;
    };
    Result<Saved*> find(const std::string& adapter);

    // The way back to the bus thread, shut when this object goes: a commit may end later.
    struct Door {
        std::mutex mutex;
        Hub* hub = nullptr;
    };

    std::shared_ptr<Door> door_;
    journal::Store* store_;
    std::map<std::string, Saved> saved_;
};

}  // namespace crossdock::plugins
