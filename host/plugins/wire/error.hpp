// Errors in frames, and between the ABI's form and the host's.
#pragma once

#include <crossdock/types.h>

#include "host/base/binary.hpp"
#include "host/base/result.hpp"

namespace crossdock::plugins {

// What a plugin filled in, made safe: an unknown class counts as permanent, an empty code as `plugin.failed`.
Error from_abi(const crossdock_error& error);
// Cut to the ABI's sizes.
void to_abi(const Error& error, crossdock_error* into);
crossdock_error empty_abi_error();

// An error for a status that carries none of its own (BAD_STATE, NOT_SUPPORTED, …); the filled one for FAILED.
Error error_of(crossdock_status status, const crossdock_error& error);

void write(ByteWriter& out, const Error& error);
Error read_error(ByteReader& in);

// A struct that the other side of the ABI filled, no further than its `struct_size`; the rest is zero.
template <typename T>
T sized_copy(const T* from) {
    T copy{};
    if (from == nullptr) return copy;
    const std::size_t size = from->struct_size < sizeof(T) ? from->struct_size : sizeof(T);
    std::memcpy(static_cast<void*>(&copy), from, size);
    copy.struct_size = sizeof(T);
    return copy;
}

inline std::string_view text_of(crossdock_text_view text) {
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}
inline std::string_view text_of(crossdock_bytes_view bytes) {
    return bytes.data == nullptr ? std::string_view{}
                                 : std::string_view{reinterpret_cast<const char*>(bytes.data), bytes.size};
}
inline crossdock_text_view text_view(std::string_view text) { return {text.data(), text.size()}; }
inline crossdock_bytes_view bytes_view(std::string_view bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

}  // namespace crossdock::plugins
