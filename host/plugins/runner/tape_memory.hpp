// Memory that formats write tapes and outputs into, handed on to frames without a copy and used again afterwards.
#pragma once

#include <crossdock/format.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace crossdock::plugins {

// A pool of blocks of bytes. Thread-safe; blocks that are out keep it alive.
class BlockPool : public std::enable_shared_from_this<BlockPool> {
public:
    struct Block {
        std::unique_ptr<char[]> bytes;
        std::size_t capacity = 0;
    };

    // A block of at least `capacity` bytes; it goes back to the pool when the last copy is let go.
    std::shared_ptr<Block> take(std::size_t capacity);

private:
    void give_back(std::unique_ptr<Block> block);

    static constexpr std::size_t kept_max = 4;
    static constexpr std::size_t kept_bytes_max = 2u << 20;  // of each

    std::mutex mutex_;
    std::vector<std::unique_ptr<Block>> blocks_;
};

// Bytes that grow in blocks of a pool.
class GrowingBytes {
public:
    explicit GrowingBytes(std::shared_ptr<BlockPool> pool, std::size_t capacity)
        : pool_(std::move(pool)), block_(pool_->take(capacity)) {}

    [[nodiscard]] char* data() { return block_->bytes.get(); }
    [[nodiscard]] const char* data() const { return block_->bytes.get(); }
    [[nodiscard]] std::size_t capacity() const { return block_->capacity; }
    // Makes room for `capacity` bytes in all, keeping the first `used`. False past the limit.
    bool reserve(std::size_t capacity, std::size_t used);
    // The first `used` bytes for a frame; the memory is then the frame's.
    [[nodiscard]] std::shared_ptr<BlockPool::Block> share() const { return block_; }

    static constexpr std::size_t bytes_max = 1u << 30;

private:
    std::shared_ptr<BlockPool> pool_;
    std::shared_ptr<BlockPool::Block> block_;
};

// Tapes of several documents, one after the other in one block of events and one of text.
class TapeMemory {
public:
    explicit TapeMemory(const std::shared_ptr<BlockPool>& pool);
    TapeMemory(const TapeMemory&) = delete;
    TapeMemory& operator=(const TapeMemory&) = delete;
    ~TapeMemory() = default;

    // Begins the next document behind what is there.
    crossdock_tape_writer* begin();
    // Keeps what was written since `begin`, or forgets it.
    void keep();
    void forget() {}
    // Whether the counts that were left behind are beyond the memory.
    [[nodiscard]] bool overran() const;

    struct Extent {
        std::uint64_t events = 0;  // how many
        std::uint64_t text = 0;    // how many bytes
    };
    [[nodiscard]] Extent written() const { return {writer_.table.event_count, writer_.table.text_size}; }
    [[nodiscard]] const crossdock_tape_writer& writer() const { return writer_.table; }
    [[nodiscard]] const GrowingBytes& events() const { return events_; }
    [[nodiscard]] const GrowingBytes& text() const { return text_; }
    [[nodiscard]] std::size_t event_bytes() const { return first_event_ * sizeof(crossdock_tape_event); }
    [[nodiscard]] std::size_t text_bytes() const { return first_text_; }

private:
    struct Writer {
        crossdock_tape_writer table{};
        TapeMemory* memory = nullptr;
    };
    crossdock_status grow(std::uint64_t events, std::uint64_t text_bytes);
    void place();

    Writer writer_;
    GrowingBytes events_;
    GrowingBytes text_;
    std::size_t first_event_ = 0;  // of the document at hand
    std::size_t first_text_ = 0;
};

// Outputs of several calls, one after the other in one block.
class OutputMemory {
public:
    explicit OutputMemory(const std::shared_ptr<BlockPool>& pool);
    OutputMemory(const OutputMemory&) = delete;
    OutputMemory& operator=(const OutputMemory&) = delete;
    ~OutputMemory() = default;

    crossdock_output* begin();
    void keep();
    // Whether the counts that were left behind are beyond the memory, or the pointers are others.
    [[nodiscard]] bool overran() const;

    [[nodiscard]] const crossdock_output& output() const { return writer_.table; }
    [[nodiscard]] const GrowingBytes& bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return first_; }

private:
    struct Writer {
        crossdock_output table{};
        OutputMemory* memory = nullptr;
    };
    crossdock_status grow(std::uint64_t bytes, std::uint64_t slots);

    Writer writer_;
    GrowingBytes bytes_;
    std::vector<crossdock_slot> slots_;
    std::size_t first_ = 0;
};

}  // namespace crossdock::plugins
