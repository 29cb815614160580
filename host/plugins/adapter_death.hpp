// How the end of an adapter's process shows in the error of what it was asked.
#pragma once

#include "host/base/error.hpp"

namespace crossdock::plugins {

// Whether the adapter's process is gone over what it was asked, or about to be.
inline bool killed_the_adapter(const Error& error) {
    return error.code == "plugin.died" || error.code == "plugin.deadline";
}

}  // namespace crossdock::plugins
