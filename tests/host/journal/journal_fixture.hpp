// A journal in a folder of its own, with a clock that the test moves.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "host/base/binary.hpp"
#include "host/journal/store.hpp"

namespace crossdock::journal {

class TestClock final : public Clock {
public:
    [[nodiscard]] WallTimeMs wall_ms() const override { return now; }
    [[nodiscard]] std::int64_t steady_ms() const override { return now; }
    std::atomic<std::int64_t> now = 1'000'000;
};

class JournalFixture {
public:
    JournalFixture() {
        static std::atomic<int> number = 0;
        folder = std::filesystem::temp_directory_path() /
                 ("crossdock-journal-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        options.folder = folder / "journal";
        options.clock = &clock;
        open();
    }
    ~JournalFixture() {
        store.reset();
        std::filesystem::remove_all(folder);
    }
    JournalFixture(const JournalFixture&) = delete;
    JournalFixture& operator=(const JournalFixture&) = delete;

    void open() { store = open_store(options).value(); }
    void reopen() {
        store.reset();
        open();
    }
    UnitResult commit(Unit unit) {
        std::vector<Unit> units;
        units.push_back(std::move(unit));
        return store->commit_and_wait(std::move(units)).value().front();
    }
    std::string payload(const PayloadRef& reference) const {
        return store->read_payload(reference, 0, UINT64_MAX).value();
    }
    // The only segment's file, or the first.
    std::filesystem::path first_segment() const { return options.folder / "log" / "0000000000000000.log"; }
    void flip_byte(const std::filesystem::path& path, std::uint64_t offset) const {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(offset));
        const char byte = static_cast<char>(file.get() ^ 0x55);
        file.seekp(static_cast<std::streamoff>(offset));
        file.put(byte);
    }
    std::string open_error() const {
        auto opened = open_store(options);
        return opened ? "opened" : opened.error().code;
    }

    std::filesystem::path folder;
    TestClock clock;
    StoreOptions options;
    std::unique_ptr<Store> store;
};

inline Unit unit_about(EntityId entity, std::string body = "body") {
    Unit unit;
    unit.records.push_back({1, 1, entity, entity, std::move(body)});
    return unit;
}

inline Unit unit_claiming(std::string key, EntityId owner, std::int64_t keep_ms = 0) {
    Unit unit = unit_about(owner);
    unit.claims.push_back({"space", std::move(key), owner, digest_of(as_bytes("content")), keep_ms});
    return unit;
}

inline Unit unit_advancing(EntityId entity, std::uint32_t expected_version, bool closed = false) {
    Unit unit;
    unit.advances.push_back({entity, 3, expected_version, closed, "state-" + std::to_string(expected_version)});
    return unit;
}

inline Unit unit_with_payload(std::string bytes) {
    Unit unit = unit_about(1);
    unit.payloads.push_back({std::move(bytes), {}, {}});
    return unit;
}

}  // namespace crossdock::journal
