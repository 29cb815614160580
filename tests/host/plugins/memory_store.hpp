// The parts of a journal that adapters need, in memory.
#pragma once

#include <map>
#include <mutex>

#include "host/base/sha256.hpp"
#include "host/journal/store.hpp"

namespace crossdock::testing {

class MemoryStore : public journal::Store {
public:
    journal::EntityId allocate_ids(std::uint64_t count) override {
        const std::lock_guard lock(mutex_);
        const journal::EntityId first = last_id_ + 1;
        last_id_ += count;
        return first;
    }
    void commit(std::vector<journal::Unit> units, journal::CommitCallback done) override {
        std::vector<journal::UnitResult> results;
        {
            const std::lock_guard lock(mutex_);
            for (const journal::Unit& unit : units) results.push_back(apply(unit));
        }
        done(std::move(results));
    }
    std::vector<journal::LiveEntity> live(std::uint16_t kind) const override {
        const std::lock_guard lock(mutex_);
        std::vector<journal::LiveEntity> found;
        for (const auto& [id, entity] : entities_)
            if (entity.kind == kind) found.push_back(entity);
        return found;
    }
    Result<std::unique_ptr<journal::PayloadWriter>> write_payload() override {
        std::unique_ptr<journal::PayloadWriter> writer = std::make_unique<Writer>();
        return writer;
    }
    [[nodiscard]] bool accepts_intake() const override { return true; }

    Result<std::vector<journal::UnitResult>> commit_and_wait(std::vector<journal::Unit>) override { return absent(); }
    Result<std::string> read_payload(const journal::PayloadRef&, std::uint64_t, std::uint64_t) const override {
        return absent();
    }
    std::optional<journal::LiveEntity> find_live(journal::EntityId) const override { return {}; }
    Result<std::optional<journal::Conflict>> find_claim(std::string_view, std::string_view) const override {
        return absent();
    }
    Result<std::vector<journal::EntityId>> find_traced(std::string_view, std::string_view, std::size_t) const override {
        return absent();
    }
    Status visit_history(journal::IdRange, const std::function<Status(journal::StoredUnit&)>&) const override {
        return absent();
    }
    Result<journal::StoredUnit> unit_at(journal::LogPosition) const override { return absent(); }
    std::uint64_t last_number(std::string_view) const override { return 0; }
    Status scan(journal::LogPosition, const std::function<bool(const journal::StoredUnit&)>&) const override {
        return absent();
    }
    Result<journal::StoreFigures> figures() const override { return absent(); }
    Result<std::uint64_t> verify(const std::function<void(const Error&)>&) const override { return absent(); }
    Status backup(const std::filesystem::path&) const override { return absent(); }
    Result<std::uint64_t> purge(WallTimeMs, const std::vector<journal::EntityId>&) override { return absent(); }

private:
    static Error absent() { return {"test.absent", ErrorClass::permanent, "this store keeps no history"}; }

    class Writer final : public journal::PayloadWriter {
    public:
        Status write(Bytes piece) override {
            bytes_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
            return {};
        }
        [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
        Result<journal::NewPayload> finish(journal::Digest& digest) override {
            digest = sha256(std::as_bytes(std::span(bytes_)));
            return journal::NewPayload{std::move(bytes_), {}, {}};
        }

    private:
        std::string bytes_;
    };

    journal::UnitResult apply(const journal::Unit& unit) {
        for (const journal::Advance& advance : unit.advances) {
            const auto found = entities_.find(advance.entity);
            const std::uint32_t version = found == entities_.end() ? 0 : found->second.version;
            if (version != advance.expected_version) return {};
        }
        for (const journal::Advance& advance : unit.advances) {
            journal::LiveEntity& entity = entities_[advance.entity];
            entity.id = advance.entity;
            entity.kind = advance.kind;
            entity.version = advance.expected_version + 1;
            entity.state = advance.state;
        }
        journal::UnitResult result;
        result.applied = true;
        return result;
    }

    mutable std::mutex mutex_;
    journal::EntityId last_id_ = 0;
    std::map<journal::EntityId, journal::LiveEntity> entities_;
};

}  // namespace crossdock::testing
