// The command line of crossdock-plugin-check.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace crossdock::sdk::validator {

struct Options {
    std::string file;
    std::string type;                                         // empty: every type
    std::vector<std::pair<std::string, std::string>> config;  // as a site would write it
    std::vector<std::string> samples;                         // files for the checks of formats
    std::uint32_t deadline_ms = 10'000;                       // of one check
    std::uint32_t cycles = 1000;
    bool json = false;
    bool show_output = false;
    bool help = false;

    // The same options as arguments, for the child.
    [[nodiscard]] std::vector<std::string> arguments() const;
};

// False with the reason in `problem`.
bool parse_options(const std::vector<std::string>& arguments, Options& options, std::string& problem);

extern const char* const help_text;

}  // namespace crossdock::sdk::validator
