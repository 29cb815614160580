// The host and its command line: `crossdock COMMAND …`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "host/commands/command.hpp"

namespace {

using namespace crossdock::commands;

int show_help() {
    fmt::print(
        "Crossdock takes documents in from every channel, understands them, and takes them where they belong.\n\n"
        "Usage: crossdock COMMAND [OPTION]…\n\nCommands:\n");
    for (const Command& command : all_commands()) fmt::print("  {:<22} {}\n", command.name, command.summary);
    fmt::print(
        "\n'crossdock COMMAND --help' explains one. A new site: crossdock init DIR && crossdock run --site DIR\n");
    return exit_ok;
}

// `crossdock exceptions`, with or without --help: the commands that begin so. False when there are none.
bool show_group(const std::string& first) {
    std::string found;
    for (const Command& command : all_commands())
        if (std::string_view(command.name).substr(0, first.size() + 1) == first + " ")
            found += fmt::format("  {:<22} {}\n", command.name, command.summary);
    if (found.empty()) return false;
    fmt::print("Usage: crossdock {} COMMAND [OPTION]…\n\nCommands:\n{}\n'crossdock {} COMMAND --help' explains one.\n",
               first, found, first);
    return true;
}

}  // namespace

int main(int count, char** values) {
    const Words words(values + 1, values + count);
    if (words.empty() || words[0] == "--help" || words[0] == "help") return show_help();
    if (words[0] == "--version") {
        fmt::print("crossdock {}\n", CROSSDOCK_VERSION);
        return exit_ok;
    }
    for (const Command& command : all_commands()) {
        const auto length = 1 + std::count(command.name, command.name + std::strlen(command.name), ' ');
        if (static_cast<std::ptrdiff_t>(words.size()) < length ||
            fmt::format("{}", fmt::join(words.begin(), words.begin() + length, " ")) != command.name)
            continue;
        return command.run(Words(words.begin() + length, words.end()));
    }
    const bool asks = words.back() == "--help";
    if (show_group(fmt::format("{}", fmt::join(words.begin(), words.end() - (asks ? 1 : 0), " "))))
        return asks ? exit_ok : exit_usage;
    fmt::print(stderr, "crossdock: there is no command '{}'; 'crossdock --help' shows them\n", fmt::join(words, " "));
    return exit_usage;
}
