// JSON pointers (RFC 6901), as errors show them.
#pragma once

#include <string>
#include <string_view>

namespace crossdock {

// Appends `/` and the token, with `~` and `/` escaped.
inline void append_pointer_token(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char each : token) {
        if (each == '~')
            pointer += "~0";
        else if (each == '/')
            pointer += "~1";
        else
            pointer += each;
    }
}

}  // namespace crossdock
