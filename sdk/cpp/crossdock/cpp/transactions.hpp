// The transactions of an assemble request.
#pragma once

#include <crossdock/format.h>

namespace crossdock::sdk {

// The one at `index`, whatever size the host's struct has.
inline const crossdock_encoded_view& transaction(const crossdock_assemble_request& request,
                                                 std::uint64_t index) noexcept {
    const auto* first = reinterpret_cast<const std::uint8_t*>(request.transactions);
    return *reinterpret_cast<const crossdock_encoded_view*>(first + index * request.transaction_size);
}

}  // namespace crossdock::sdk
