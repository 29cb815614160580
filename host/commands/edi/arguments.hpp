// What every `crossdock edi` command is told beside its files.
#pragma once

#include "host/commands/command.hpp"
#include "host/commands/edi/formats.hpp"
#include "host/commands/edi/input.hpp"

namespace crossdock::commands::edi {

// The exit status of a command whose input could not be read, or of a call that is wrong.
inline constexpr int exit_unreadable = exit_usage;

// Adds --format, --dictionary, --levels and --option.
void add_format_arguments(Options& options);
// What they say; error `edi.usage`.
Result<FormatChoice> format_choice(const Options& options);

// A file with the format that reads it.
struct OpenedInput {
    Input input;
    plugins::FormatClient* format = nullptr;  // lives as long as the formats
};
Result<OpenedInput> open_input(Formats& formats, const std::string& name);

// Prints to standard error and answers exit_unreadable.
int fail_unreadable(const Error& error, const std::string& file = {});

}  // namespace crossdock::commands::edi
