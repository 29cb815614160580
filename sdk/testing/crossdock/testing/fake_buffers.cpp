// Owned buffers.
#include <crossdock/testing/fake_buffers.hpp>

#include <algorithm>
#include <cstring>

namespace crossdock::sdk::testing {

crossdock_buffer FakeBuffers::allocate(std::uint64_t size, std::uint8_t** writable) {
    const auto bytes = static_cast<std::size_t>(size);
    const std::lock_guard lock(mutex_);
    Block& block =
        blocks_.emplace_back(Block{this, std::make_unique<std::uint8_t[]>(std::max<std::size_t>(bytes, 1)), bytes});
    ++outstanding_;
    crossdock_buffer buffer{};
    buffer.struct_size = sizeof buffer;
    buffer.data = block.bytes.get();
    buffer.size = size;
    buffer.owner = &block;
    buffer.release = &release;
    if (writable != nullptr) *writable = block.bytes.get();
    return buffer;
}

crossdock_buffer FakeBuffers::copy_of(std::string_view bytes) {
    std::uint8_t* writable = nullptr;
    const crossdock_buffer buffer = allocate(bytes.size(), &writable);
    if (!bytes.empty()) std::memcpy(writable, bytes.data(), bytes.size());
    return buffer;
}

void CROSSDOCK_CALL FakeBuffers::release(void* owner) {
    Block& block = *static_cast<Block*>(owner);
    const std::lock_guard lock(block.home->mutex_);
    if (block.bytes == nullptr) {
        ++block.home->released_twice_;
        return;
    }
    std::fill_n(block.bytes.get(), block.size, std::uint8_t{0});
    block.bytes.reset();
    --block.home->outstanding_;
}

std::size_t FakeBuffers::outstanding() const {
    const std::lock_guard lock(mutex_);
    return outstanding_;
}

std::size_t FakeBuffers::released_twice() const {
    const std::lock_guard lock(mutex_);
    return released_twice_;
}

}  // namespace crossdock::sdk::testing
