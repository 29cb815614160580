#include "host/plugins/hub/checkpoints.hpp"

#include <fmt/format.h>

#include "host/base/binary.hpp"

namespace crossdock::plugins {

Checkpoints::~Checkpoints() {
    const std::lock_guard lock(door_->mutex);
    door_->hub = nullptr;
}

Result<Checkpoints::Saved*> Checkpoints::find(const std::string& adapter) {
    if (const auto found = saved_.find(adapter); found != saved_.end()) return &found->second;
    if (store_ == nullptr)
        return Error{"checkpoint.no-journal", ErrorClass::configuration,
                     "this host runs without a journal: checkpoints cannot be kept"};
    Saved saved;
    for (const journal::LiveEntity& entity : store_->live(checkpoint_entity_kind)) {
        ByteReader in(as_bytes(entity.state));
        if (in.text() != adapter) continue;
        saved = {entity.id, entity.version, std::string(in.text())};
    }
    return &(saved_[adapter] = std::move(saved));
}

Result<std::optional<std::string>> Checkpoints::load(const std::string& adapter) {
    CROSSDOCK_TRY_ASSIGN(const Saved* saved, find(adapter));
    return saved->bytes;
}

void Checkpoints::save(const std::string& adapter, std::string_view bytes, std::function<void(Status)> done) {
    const Result<Saved*> found = find(adapter);
    if (!found.ok()) return done(found.error());
    const Saved* saved = *found;
    journal::Advance advance;
    advance.entity = saved->entity == 0 ? store_->allocate_ids(1) : saved->entity;
    advance.kind = checkpoint_entity_kind;
    advance.expected_version = saved->version;
    ByteWriter out(advance.state);
    out.text(adapter);
    out.text(bytes);
    journal::Unit unit;
    unit.advances.push_back(advance);
    std::vector<journal::Unit> units;
    units.push_back(std::move(unit));
    using Committed = Result<std::vector<journal::UnitResult>>;
    store_->commit(std::move(units), [this, door = door_, adapter, advance, kept = std::string(bytes),
                                      done = std::move(done)](const Committed& committed) {
        Status status;
        if (!committed.ok())
            status = committed.error();
        else if (committed->empty() || !committed->front().applied)
            status = Error{"checkpoint.conflict", ErrorClass::needs_person,
                           fmt::format("the checkpoint of adapter {} was changed by somebody else", adapter)};
        const std::lock_guard lock(door->mutex);
        if (door->hub == nullptr) return;
        door->hub->post([this, adapter, advance, kept, done, status] {
            if (status.ok()) saved_[adapter] = {advance.entity, advance.expected_version + 1, kept};
            done(status);
        });
    });
}

}  // namespace crossdock::plugins
