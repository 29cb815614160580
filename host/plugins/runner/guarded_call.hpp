// Calls of a plugin's functions: an exception that a plugin in C++ lets out, although it must not, goes no further.
#pragma once

#include <fmt/format.h>

#include <exception>
#include <string_view>
#include <utility>

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

// Code `plugin.threw`. The plugin's fault and never that of what it was given: class retry, so that a sink or service
// is tried again by its policy, and what a format was asked to read or write is parked without being held against
// anybody.
inline Error plugin_threw(std::string_view function, std::string_view what) {
    return {"plugin.threw", ErrorClass::retry,
            fmt::format("the plugin let an exception out of `{}`, which the ABI forbids{}{}; this is a fault of the "
                        "plugin: look into its log, and correct the plugin if it happens again",
                        function, what.empty() ? "" : ": ", what)};
}

// What `call` answers; FAILED, and `error` filled, when it throws.
template <typename Call>
crossdock_status guarded_call(std::string_view function, crossdock_error& error, Call&& call) {
    try {
        return std::forward<Call>(call)();
    } catch (const std::exception& exception) {
        to_abi(plugin_threw(function, exception.what()), &error);
    } catch (...) {
        to_abi(plugin_threw(function, {}), &error);
    }
    return CROSSDOCK_FAILED;
}

// Of a function that answers nothing: what it throws goes to `log`.
template <typename Call, typename Log>
void guarded_notice(std::string_view function, Log&& log, Call&& call) {
    crossdock_error error = empty_abi_error();
    const auto status = guarded_call(function, error, [&] {
        std::forward<Call>(call)();
        return CROSSDOCK_OK;
    });
    if (status != CROSSDOCK_OK) log(from_abi(error).text);
}

}  // namespace crossdock::plugins
