#include "host/bus/parts.hpp"

#include "host/bus/hand_over.hpp"

namespace crossdock::bus {

namespace {

constexpr std::size_t copied_bytes_max = 1024;

template <typename Owner>
void release(void* /*data*/, void* hint) {
    take_over(hint);
    std::unique_ptr<Owner>(static_cast<Owner*>(hint)).reset();
}

}  // namespace

Part shared_part(std::string_view bytes, std::shared_ptr<const void> owner) {
    using Owner = std::shared_ptr<const void>;
    if (bytes.size() <= copied_bytes_max) return Part(bytes.data(), bytes.size());
    auto held = std::make_unique<Owner>(std::move(owner));
    // libzmq takes a pointer to mutable bytes; nobody writes through it.
    auto* data = const_cast<char*>(bytes.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    hand_over(held.get());
    return Part(data, bytes.size(), &release<Owner>, held.release());
}

Part owned_part(std::string bytes) {
    if (bytes.size() <= copied_bytes_max) return Part(bytes.data(), bytes.size());
    auto held = std::make_unique<std::string>(std::move(bytes));
    char* data = held->data();
    const std::size_t size = held->size();
    hand_over(held.get());
    return Part(data, size, &release<std::string>, held.release());
}

}  // namespace crossdock::bus
