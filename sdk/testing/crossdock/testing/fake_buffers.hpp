// Owned buffers that know whether they were given back.
#pragma once

#include <crossdock/types.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string_view>

namespace crossdock::sdk::testing {

// Safe from any thread. Must outlive its buffers; a few bytes of each stay until it goes, so that a second release is
// noticed.
class FakeBuffers {
public:
    crossdock_buffer allocate(std::uint64_t size, std::uint8_t** writable);
    crossdock_buffer copy_of(std::string_view bytes);

    [[nodiscard]] std::size_t outstanding() const;
    [[nodiscard]] std::size_t released_twice() const;

private:
    struct Block {
        FakeBuffers* home;
        std::unique_ptr<std::uint8_t[]> bytes;
        std::size_t size;
    };
    static void CROSSDOCK_CALL release(void* owner);

    mutable std::mutex mutex_;
    std::deque<Block> blocks_;
    std::size_t outstanding_ = 0;
    std::size_t released_twice_ = 0;
};

}  // namespace crossdock::sdk::testing
