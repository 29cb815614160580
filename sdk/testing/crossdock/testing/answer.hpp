// What a call across the ABI answered, copied out of it.
#pragma once

#include <crossdock/types.h>
#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace crossdock::sdk::testing {

struct ErrorCopy {
    crossdock_error_class error_class = CROSSDOCK_ERROR_NONE;
    std::string code;
    std::string text;
    std::uint32_t retry_after_ms = 0;
    std::uint64_t offset = CROSSDOCK_NO_OFFSET;

    // Empty for null.
    static ErrorCopy of(const crossdock_error* error) {
        if (error == nullptr) return {};
        return {error->error_class, bounded(error->code), bounded(error->text), error->retry_after_ms, error->offset};
    }
    // Up to the zero, or the whole array where the plugin forgot it.
    template <std::size_t Size>
    static std::string bounded(const char (&array)[Size]) {
        return {array, std::find(array, array + Size, '\0')};
    }
    void fill(crossdock_error* error) const { fill_error(error, error_class, code, text, retry_after_ms, offset); }
};

struct Answer {
    crossdock_status status = CROSSDOCK_OK;
    ErrorCopy error;

    [[nodiscard]] bool ok() const noexcept { return status == CROSSDOCK_OK; }
};

// How an operation (a delivery, a check, a call) ended.
struct Outcome {
    bool begun = false;      // false: `submit` itself answered something else than OK, which is `status` here
    bool completed = false;  // false: not begun, or nothing came within the time
    crossdock_status status = CROSSDOCK_OK;
    std::string reference;
    std::string response;
    ErrorCopy error;

    [[nodiscard]] bool ok() const noexcept { return completed && status == CROSSDOCK_OK; }
};

// The name of a status for messages: `OK`, `BAD_STATE`, …
const char* status_name(crossdock_status status) noexcept;

}  // namespace crossdock::sdk::testing
