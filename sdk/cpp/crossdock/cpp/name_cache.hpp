// The names of decoded documents as numbers, shared between documents that use the same ones.
#pragma once

#include <crossdock/tape_writer.h>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <atomic>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace crossdock::sdk {

// Tables of the names that an adapter has met. A table never changes and lives as long as the cache, so its id may
// stand for its names; a larger one replaces it as the current one. Any thread. Hostile input cannot make it grow
// past its limits: names beyond them are numbered for their own document only.
class NameCache {
public:
    static constexpr std::size_t names_max = 1024;
    static constexpr std::size_t tables_max = 64;
    static constexpr std::size_t name_bytes_max = 128;
    static constexpr std::uint32_t unknown = UINT32_MAX;

    struct Table {
        std::uint64_t id = 0;
        std::vector<crossdock_text_view> names;
        std::vector<std::uint32_t> slots = std::vector<std::uint32_t>(slot_count, unknown);

        [[nodiscard]] std::uint32_t find(std::string_view name) const noexcept {
            for (std::size_t probe = 0, slot = hash(name); probe < probes_max; ++probe, ++slot) {
                const std::uint32_t index = slots[slot % slot_count];
                if (index == unknown || text(names[index]) == name) return index;
            }
            return unknown;
        }
        // False when too many names share a place.
        bool add(std::string_view name) {
            for (std::size_t probe = 0, slot = hash(name); probe < probes_max; ++probe, ++slot) {
                if (slots[slot % slot_count] != unknown) continue;
                slots[slot % slot_count] = static_cast<std::uint32_t>(names.size());
                names.push_back(view(name));
                return true;
            }
            return false;
        }
    };

    NameCache() { tables_.push_back(std::make_unique<Table>()), current_ = tables_.back().get(); }

    [[nodiscard]] const Table& current() const noexcept { return *current_.load(std::memory_order_acquire); }

    // A table with the names of `base` under their numbers and then `added`; null when a limit forbids it or another
    // thread was faster.
    const Table* learn(const Table& base, const std::deque<std::string>& added) {
        if (base.names.size() + added.size() > names_max) return nullptr;
        const std::lock_guard<std::mutex> lock(mutex_);
        if (current_.load(std::memory_order_relaxed) != &base || tables_.size() == tables_max) return nullptr;
        auto table = std::make_unique<Table>(base);
        table->id = tables_.size();
        const std::size_t texts = texts_.size();
        for (const std::string& name : added) {
            if (name.size() > name_bytes_max || !table->add(texts_.emplace_back(name))) {
                texts_.resize(texts);
                return nullptr;
            }
        }
        tables_.push_back(std::move(table));
        current_.store(tables_.back().get(), std::memory_order_release);
        return tables_.back().get();
    }

private:
    static constexpr std::size_t slot_count = 4 * names_max;
    static constexpr std::size_t probes_max = 16;

    static std::size_t hash(std::string_view name) noexcept {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        if (name.size() >= 8) {
            std::memcpy(&first, name.data(), 8);
            std::memcpy(&last, name.data() + name.size() - 8, 8);
        } else {
            std::memcpy(&first, name.data(), name.size());
        }
        const std::uint64_t mixed = (first + name.size()) * 0x9E3779B97F4A7C15u ^ last * 0xC2B2AE3D27D4EB4Fu;
        return static_cast<std::size_t>(mixed * 0x9E3779B97F4A7C15u >> 40);
    }

    mutable std::mutex mutex_;
    std::deque<std::string> texts_;
    std::vector<std::unique_ptr<Table>> tables_;
    std::atomic<const Table*> current_{nullptr};
};

// The names of one document while it is decoded. One thread.
class DocumentNames {
public:
    static constexpr std::size_t distinct_max = 4096;

    explicit DocumentNames(NameCache& cache) noexcept : cache_(cache), table_(cache.current()) {}

    // The name's number; the text is copied when it is new. Throws when the document has too many different names.
    std::uint32_t intern(std::string_view name) {
        const std::uint32_t known = table_.find(name);
        return known != NameCache::unknown ? known : intern_new(name);
    }
    [[nodiscard]] std::string_view operator[](std::uint32_t index) const noexcept {
        return index < table_.names.size() ? text(table_.names[index]) : added_[index - table_.names.size()];
    }
    [[nodiscard]] std::size_t size() const noexcept { return table_.names.size() + added_.size(); }

    // Sets the tape's names, as the last thing of a decode: names that the cache cannot keep go to the tape's own text
    // area and live as long as the tape.
    void publish(crossdock_tape_writer& tape) const {
        const NameCache::Table* table = added_.empty() ? &table_ : cache_.learn(table_, added_);
        if (table == nullptr) return publish_in(tape);
        tape.names = table->names.data();
        tape.name_count = static_cast<std::uint32_t>(table->names.size());
        tape.names_id = table->id;
    }

private:
    std::uint32_t intern_new(std::string_view name) {
        const auto found = numbers_.find(name);
        if (found != numbers_.end()) return found->second;
        if (added_.size() == distinct_max)
            throw Failure::permanent("format.too-many-names", "the document has more than " +
                                                                  std::to_string(distinct_max) +
                                                                  " different names; names are not a place for data");
        const auto number = static_cast<std::uint32_t>(size());
        numbers_.emplace(added_.emplace_back(name), number);
        return number;
    }

    void publish_in(crossdock_tape_writer& tape) const {
        std::size_t bytes = 0;
        for (const std::string& name : added_) bytes += name.size();
        const std::size_t views = size() * sizeof(crossdock_text_view);
        if (crossdock_tape_reserve(&tape, 0, bytes + views + alignof(crossdock_text_view)) != CROSSDOCK_OK)
            throw Failure::permanent("format.document-too-large",
                                     "the document is larger than its limit; split it or raise the limit");
        char* at = tape.text + tape.text_size;
        at += -reinterpret_cast<std::uintptr_t>(at) % alignof(crossdock_text_view);
        char* bytes_at = at + views;
        tape.names = reinterpret_cast<const crossdock_text_view*>(at);
        for (std::uint32_t index = 0; index < size(); ++index, at += sizeof(crossdock_text_view)) {
            crossdock_text_view name = view((*this)[index]);
            if (index >= table_.names.size()) {
                if (name.size != 0) std::memcpy(bytes_at, name.data, static_cast<std::size_t>(name.size));
                name.data = bytes_at;
                bytes_at += name.size;
            }
            std::memcpy(at, &name, sizeof name);
        }
        tape.text_size = static_cast<std::uint64_t>(bytes_at - tape.text);
        tape.name_count = static_cast<std::uint32_t>(size());
        tape.names_id = 0;
    }

    NameCache& cache_;
    const NameCache::Table& table_;
    std::deque<std::string> added_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace crossdock::sdk
