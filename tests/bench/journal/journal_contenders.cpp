#include "tests/bench/journal/journal_contenders.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "host/base/binary.hpp"
#include "host/base/crc32c.hpp"
#include "host/journal/index_key.hpp"
#include "host/journal/store.hpp"

namespace crossdock::bench {

using namespace journal;

namespace {

[[noreturn]] void die(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    std::exit(1);
}

class JournalContender final : public Contender {
public:
    explicit JournalContender(const std::filesystem::path& folder) {
        StoreOptions options;
        options.folder = folder;
        auto opened = open_store(options);
        if (!opened) die(describe(opened.error()));
        store_ = std::move(opened).value();
    }
    void commit(std::vector<Unit> units) override {
        const auto results = store_->commit_and_wait(std::move(units));
        if (!results) die(describe(results.error()));
        for (const UnitResult& result : *results)
            if (!result.applied) die("a row was refused");
    }
    void finish() override {
        if (std::getenv("CROSSDOCK_BENCH_VERIFY") != nullptr &&
            store_->verify([](const Error& error) { die(describe(error)); }).value() != 0)
            die("the journal has faults");
        store_.reset();
    }

private:
    std::unique_ptr<Store> store_;
};

// The floor: the same bytes with a checksum, appended and synced; no key can be found.
class AppendContender final : public Contender {
public:
    explicit AppendContender(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        file_ = system_file_system().open(folder / "floor", OpenMode::create_new).value();
    }
    void commit(std::vector<Unit> units) override {
        buffer_.clear();
        ByteWriter out(buffer_);
        for (const Unit& unit : units) {
            for (const NewPayload& payload : unit.payloads) out.text(payload.bytes.view());
            for (const Record& record : unit.records) out.text(record.body);
            for (const KeyClaim& claim : unit.claims) out.text(claim.key);
            for (const TraceKey& key : unit.trace_keys) out.text(key.key);
        }
        out.fixed(crc32c(as_bytes(buffer_)));
        if (size_ + buffer_.size() > reserved_) {
            reserved_ += 4 << 20;
            if (!file_->preallocate(reserved_).ok()) die("no room");
        }
        if (!file_->write_at(size_, as_bytes(buffer_)).ok() || !file_->sync_data().ok())
            die("the floor cannot be written");
        size_ += buffer_.size();
    }
    void finish() override { file_.reset(); }

private:
    std::unique_ptr<File> file_;
    std::string buffer_;
    std::uint64_t size_ = 0;
    std::uint64_t reserved_ = 0;
};

struct Statement {
    sqlite3_stmt* handle = nullptr;
    ~Statement() { sqlite3_finalize(handle); }
    void text(int at, std::string_view value) const {
        sqlite3_bind_text(handle, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    }
    void blob(int at, std::string_view value) const {
        sqlite3_bind_blob(handle, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    }
    void number(int at, std::uint64_t value) const {
        sqlite3_bind_int64(handle, at, static_cast<sqlite3_int64>(value));
    }
    void run() const {
        if (sqlite3_step(handle) != SQLITE_DONE) die("a statement failed");
        sqlite3_reset(handle);
    }
};

// Everything in tables, with the same conditions: the claim's key is unique, the payload's digest too.
class SqliteContender final : public Contender {
public:
    explicit SqliteContender(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        if (sqlite3_open((folder / "journal.sqlite").c_str(), &database_) != SQLITE_OK) die("SQLite does not open");
        execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "CREATE TABLE payload(digest BLOB PRIMARY KEY, bytes BLOB) WITHOUT ROWID;"
            "CREATE TABLE unit(id INTEGER PRIMARY KEY, at INTEGER, first INTEGER, last INTEGER, body BLOB, digest "
            "BLOB);"
            "CREATE INDEX unit_entity ON unit(first, last);"
            "CREATE TABLE claim(space TEXT, key TEXT, owner INTEGER, until INTEGER, PRIMARY KEY(space, key)) WITHOUT "
            "ROWID;"
            "CREATE TABLE trace(key TEXT, space TEXT, entity INTEGER, PRIMARY KEY(key, space, entity)) WITHOUT ROWID;");
        prepare(payload_, "INSERT OR IGNORE INTO payload VALUES(?,?)");
        prepare(unit_, "INSERT INTO unit(at,first,last,body,digest) VALUES(?,?,?,?,?)");
        prepare(claim_, "INSERT INTO claim VALUES(?,?,?,?)");
        prepare(trace_, "INSERT INTO trace VALUES(?,?,?)");
    }
    ~SqliteContender() override = default;

    void commit(std::vector<Unit> units) override {
        execute("BEGIN IMMEDIATE");
        for (const Unit& unit : units) {
            Digest digest{};
            for (const NewPayload& payload : unit.payloads) {
                digest = digest_of(as_bytes(payload.bytes.view()));
                payload_.blob(1, as_text(Bytes(digest)));
                payload_.blob(2, payload.bytes.view());
                payload_.run();
            }
            for (const Record& record : unit.records) {
                unit_.number(1, static_cast<std::uint64_t>(system_clock().wall_ms()));
                unit_.number(2, record.first_entity);
                unit_.number(3, record.last_entity);
                unit_.blob(4, record.body);
                unit_.blob(5, as_text(Bytes(digest)));
                unit_.run();
            }
            for (const KeyClaim& claim : unit.claims) {
                claim_.text(1, claim.space);
                claim_.text(2, claim.key);
                claim_.number(3, claim.owner);
                claim_.number(4, 0);
                claim_.run();
            }
            for (const TraceKey& key : unit.trace_keys) {
                trace_.text(1, key.key);
                trace_.text(2, key.space);
                trace_.number(3, key.entity);
                trace_.run();
            }
        }
        execute("COMMIT");
    }
    void finish() override {
        for (Statement* statement : {&payload_, &unit_, &claim_, &trace_}) {
            sqlite3_finalize(statement->handle);
            statement->handle = nullptr;
        }
        sqlite3_close(database_);
    }

private:
    void execute(const char* text) {
        char* message = nullptr;
        if (sqlite3_exec(database_, text, nullptr, nullptr, &message) != SQLITE_OK)
            die(message != nullptr ? message : text);
    }
    void prepare(Statement& statement, const char* text) {
        if (sqlite3_prepare_v2(database_, text, -1, &statement.handle, nullptr) != SQLITE_OK) die(text);
    }

    sqlite3* database_ = nullptr;
    Statement payload_, unit_, claim_, trace_;
};

// What an index of pointers in SQLite costs, without a log: key → position, sorted in bulk, not synced.
class SqlitePointerContender final : public Contender {
public:
    explicit SqlitePointerContender(const std::filesystem::path& folder) {
        std::filesystem::create_directories(folder);
        if (sqlite3_open((folder / "index.sqlite").c_str(), &database_) != SQLITE_OK) die("SQLite does not open");
        sqlite3_exec(
            database_,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE keys(key INTEGER, position INTEGER, "
            "PRIMARY KEY(key, position)) WITHOUT ROWID;",
            nullptr, nullptr, nullptr);
        sqlite3_prepare_v2(database_, "INSERT OR IGNORE INTO keys VALUES(?,?)", -1, &insert_.handle, nullptr);
    }
    void commit(std::vector<Unit> units) override {
        for (const Unit& unit : units) {
            UnitDecisions decisions;
            for (const NewPayload& payload : unit.payloads)
                decisions.payloads.push_back({digest_of(as_bytes(payload.bytes.view())), payload.bytes.size()});
            append_entries(unit, decisions, position_ += 1500, entries_);
        }
        if (entries_.size() >= flush_entries) flush();
    }
    void finish() override {
        flush();
        sqlite3_finalize(insert_.handle);
        insert_.handle = nullptr;
        sqlite3_close(database_);
    }

private:
    static constexpr std::size_t flush_entries = 128 << 10;
    void flush() {
        std::sort(entries_.begin(), entries_.end());
        sqlite3_exec(database_, "BEGIN", nullptr, nullptr, nullptr);
        for (const IndexEntry& entry : entries_) {
            insert_.number(1, entry.key);
            insert_.number(2, entry.position);
            insert_.run();
        }
        sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
        entries_.clear();
    }

    sqlite3* database_ = nullptr;
    Statement insert_;
    LogPosition position_ = 0;
    std::vector<IndexEntry> entries_;
};

template <typename T>
ContenderName named(const char* name) {
    return {name, [](const std::filesystem::path& folder) { return std::make_unique<T>(folder); }};
}

}  // namespace

std::vector<ContenderName> contenders() {
    return {named<AppendContender>("append + checksum + sync (floor)"), named<JournalContender>("journal: log + index"),
            named<SqlitePointerContender>("pointer index in SQLite, no log"),
            named<SqliteContender>("all in SQLite, WAL, FULL")};
}

}  // namespace crossdock::bench
