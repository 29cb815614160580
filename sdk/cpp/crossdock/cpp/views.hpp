// Between the ABI's views and the standard library's.
#pragma once

#include <crossdock/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace crossdock::sdk {

inline crossdock_text_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline crossdock_bytes_view bytes_view(std::string_view bytes) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

inline std::string_view text(crossdock_text_view view) noexcept {
    return view.size == 0 ? std::string_view{} : std::string_view{view.data, static_cast<std::size_t>(view.size)};
}

inline std::string_view text(crossdock_bytes_view view) noexcept {
    return view.size == 0
               ? std::string_view{}
               : std::string_view{reinterpret_cast<const char*>(view.data), static_cast<std::size_t>(view.size)};
}

inline crossdock_header_view header(std::string_view name, std::string_view value) noexcept {
    return {view(name), view(value)};
}

// The value of `name` among headers or options, or `otherwise`.
inline std::string_view find_header(const crossdock_header_view* items, std::uint64_t count, std::string_view name,
                                    std::string_view otherwise = {}) noexcept {
    for (std::uint64_t index = 0; index < count; ++index)
        if (text(items[index].name) == name) return text(items[index].value);
    return otherwise;
}

// Hands a string over as an owned buffer.
inline crossdock_buffer owned_buffer(std::string bytes) {
    auto owner = std::make_unique<std::string>(std::move(bytes));
    crossdock_buffer buffer{};
    buffer.struct_size = sizeof buffer;
    buffer.data = reinterpret_cast<const std::uint8_t*>(owner->data());
    buffer.size = owner->size();
    buffer.release = [](void* pointer) { std::unique_ptr<std::string>(static_cast<std::string*>(pointer)).reset(); };
    buffer.owner = owner.release();
    return buffer;
}

// Releases a buffer at the end of the scope.
class BufferGuard {
public:
    BufferGuard() noexcept { buffer_.struct_size = sizeof buffer_; }
    explicit BufferGuard(const crossdock_buffer& buffer) noexcept : buffer_(buffer) {}
    BufferGuard(const BufferGuard&) = delete;
    BufferGuard& operator=(const BufferGuard&) = delete;
    ~BufferGuard() {
        if (buffer_.release != nullptr) buffer_.release(buffer_.owner);
    }
    [[nodiscard]] crossdock_buffer* receive() noexcept { return &buffer_; }
    [[nodiscard]] std::string_view bytes() const noexcept {
        return text(crossdock_bytes_view{buffer_.data, buffer_.size});
    }

private:
    crossdock_buffer buffer_{};
};

}  // namespace crossdock::sdk
