// The operating system's files. The one header that brings system headers with it: include it where the instance is
// made, and files.hpp everywhere else.
#pragma once

#ifdef _WIN32
#include <crossdock/cpp/files_windows.hpp>
#else
#include <crossdock/cpp/files_posix.hpp>
#endif

namespace crossdock::sdk {

// Lives as long as the plugin is loaded.
inline Files& system_files() {
#ifdef _WIN32
    static WindowsFiles files;
#else
    static PosixFiles files;
#endif
    return files;
}

}  // namespace crossdock::sdk
