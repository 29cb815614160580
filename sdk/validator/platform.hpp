// What the check needs of the operating system: a child process with a pipe, plugin libraries, counts of resources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk::validator {

// A second instance of this program, which writes lines to its parent. One thread at a time. Killed and reaped when it
// goes out of scope.
class ChildProcess {
public:
    // Spawned with these arguments after the program's name. With `show_output` its standard output and error are this
    // program's standard error, else they go nowhere. Null, with the reason in `failure`, when it could not be started.
    static std::unique_ptr<ChildProcess> start(const std::vector<std::string>& arguments, bool show_output,
                                               std::string& failure);
    ChildProcess() = default;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    virtual ~ChildProcess() = default;

    enum class Read { line, closed, timed_out };
    // The next line without its end.
    virtual Read read_line(std::string& line, std::uint32_t at_most_ms) = 0;
    virtual void kill() = 0;
    // How it ended, for a person: `crashed with signal 11 (Segmentation fault)`, `ended the process with exit code 0`.
    virtual std::string wait() = 0;
};

// In the child: one line to the parent. Ends the child when there is no parent any more.
void write_line_to_parent(std::string_view line);
// In the child: does not outlive its parent.
void end_with_parent();

// Where this program lies.
std::filesystem::path own_path();

// A library that stays loaded until the process ends. Null with the loader's reason in `failure`.
void* open_library(const std::filesystem::path& path, std::string& failure);
void* find_symbol(void* library, const char* name);

struct Resources {
    std::size_t handles = 0;
    std::size_t threads = 0;
    std::size_t heap_bytes = 0;      // allocated and not freed
    std::size_t resident_bytes = 0;  // 0 where it means nothing (sanitizers)
};
Resources measure_resources();

}  // namespace crossdock::sdk::validator
