#include "host/plugins/runner/tape_memory.hpp"

#include <algorithm>
#include <cstring>

namespace crossdock::plugins {

namespace {

constexpr std::size_t first_event_capacity = 64 * 1024;
constexpr std::size_t first_text_capacity = 16 * 1024;

}  // namespace

std::shared_ptr<BlockPool::Block> BlockPool::take(std::size_t capacity) {
    std::unique_ptr<Block> block;
    {
        const std::lock_guard lock(mutex_);
        const auto found =
            std::find_if(blocks_.begin(), blocks_.end(), [&](const auto& each) { return each->capacity >= capacity; });
        if (found != blocks_.end()) {
            block = std::move(*found);
            blocks_.erase(found);
        }
    }
    if (!block) {
        block = std::make_unique<Block>();
        block->bytes = std::make_unique_for_overwrite<char[]>(capacity);
        block->capacity = capacity;
    }
    return {block.release(),
            [pool = shared_from_this()](Block* held) { pool->give_back(std::unique_ptr<Block>(held)); }};
}

void BlockPool::give_back(std::unique_ptr<Block> block) {
    if (block->capacity > kept_bytes_max) return;
    const std::lock_guard lock(mutex_);
    if (blocks_.size() < kept_max) {
        blocks_.push_back(std::move(block));
        return;
    }
    // The larger ones are worth more.
    const auto least = std::min_element(blocks_.begin(), blocks_.end(),
                                        [](const auto& a, const auto& b) { return a->capacity < b->capacity; });
    if ((*least)->capacity < block->capacity) least->swap(block);
}

bool GrowingBytes::reserve(std::size_t capacity, std::size_t used) {
    if (capacity <= block_->capacity) return true;
    if (capacity > bytes_max) return false;
    auto larger = pool_->take(std::max(capacity, block_->capacity * 2));
    std::memcpy(larger->bytes.get(), block_->bytes.get(), used);
    block_ = std::move(larger);
    return true;
}

TapeMemory::TapeMemory(const std::shared_ptr<BlockPool>& pool)
    : events_(pool, first_event_capacity), text_(pool, first_text_capacity) {
    static_assert(offsetof(Writer, table) == 0);
    writer_.memory = this;
    writer_.table.struct_size = sizeof writer_.table;
    writer_.table.grow = [](crossdock_tape_writer* table, std::uint64_t events, std::uint64_t text_bytes) {
        return reinterpret_cast<Writer*>(table)->memory->grow(events, text_bytes);
    };
}

crossdock_tape_writer* TapeMemory::begin() {
    writer_.table.event_count = 0;
    writer_.table.text_size = 0;
    writer_.table.names = nullptr;
    writer_.table.name_count = 0;
    writer_.table.names_id = 0;
    place();
    return &writer_.table;
}

void TapeMemory::place() {
    writer_.table.events = reinterpret_cast<crossdock_tape_event*>(events_.data()) + first_event_;
    writer_.table.event_capacity = events_.capacity() / sizeof(crossdock_tape_event) - first_event_;
    writer_.table.text = text_.data() + first_text_;
    writer_.table.text_capacity = text_.capacity() - first_text_;
}

crossdock_status TapeMemory::grow(std::uint64_t events, std::uint64_t text_bytes) {
    constexpr std::uint64_t many = GrowingBytes::bytes_max;
    if (events > many || text_bytes > many) return CROSSDOCK_FAILED;
    const std::size_t event_count = first_event_ + writer_.table.event_count;
    const std::size_t text_size = first_text_ + writer_.table.text_size;
    if (!events_.reserve((event_count + events) * sizeof(crossdock_tape_event),
                         event_count * sizeof(crossdock_tape_event)) ||
        !text_.reserve(text_size + text_bytes, text_size))
        return CROSSDOCK_FAILED;
    place();
    return CROSSDOCK_OK;
}

bool TapeMemory::overran() const {
    return writer_.table.event_count > events_.capacity() / sizeof(crossdock_tape_event) - first_event_ ||
           writer_.table.text_size > text_.capacity() - first_text_;
}

void TapeMemory::keep() {
    first_event_ += writer_.table.event_count;
    first_text_ += writer_.table.text_size;
}

OutputMemory::OutputMemory(const std::shared_ptr<BlockPool>& pool) : bytes_(pool, first_event_capacity) {
    static_assert(offsetof(Writer, table) == 0);
    writer_.memory = this;
    writer_.table.struct_size = sizeof writer_.table;
    writer_.table.grow = [](crossdock_output* table, std::uint64_t bytes, std::uint64_t slots) {
        return reinterpret_cast<Writer*>(table)->memory->grow(bytes, slots);
    };
}

crossdock_output* OutputMemory::begin() {
    writer_.table.data = reinterpret_cast<std::uint8_t*>(bytes_.data()) + first_;
    writer_.table.capacity = bytes_.capacity() - first_;
    writer_.table.size = 0;
    writer_.table.slots = slots_.data();
    writer_.table.slot_count = 0;
    writer_.table.slot_capacity = slots_.size();
    return &writer_.table;
}

crossdock_status OutputMemory::grow(std::uint64_t bytes, std::uint64_t slots) {
    if (bytes > GrowingBytes::bytes_max || slots > 10'000'000) return CROSSDOCK_FAILED;
    const std::size_t size = first_ + writer_.table.size;
    if (!bytes_.reserve(size + bytes, size)) return CROSSDOCK_FAILED;
    if (writer_.table.slot_count + slots > slots_.size())
        slots_.resize(std::max<std::size_t>(writer_.table.slot_count + slots, slots_.size() * 2 + 16));
    writer_.table.data = reinterpret_cast<std::uint8_t*>(bytes_.data()) + first_;
    writer_.table.capacity = bytes_.capacity() - first_;
    writer_.table.slots = slots_.data();
    writer_.table.slot_capacity = slots_.size();
    return CROSSDOCK_OK;
}

bool OutputMemory::overran() const {
    const crossdock_output& table = writer_.table;
    return table.size > bytes_.capacity() - first_ || table.slot_count > slots_.size() ||
           table.slots != slots_.data() || reinterpret_cast<const char*>(table.data) != bytes_.data() + first_;
}

void OutputMemory::keep() { first_ += writer_.table.size; }

}  // namespace crossdock::plugins
