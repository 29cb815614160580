// Reads the command line.
#include "options.hpp"

#include <algorithm>
#include <charconv>

namespace crossdock::sdk::validator {

const char* const help_text =
    R"(usage: crossdock-plugin-check FILE [--type NAME] [--config NAME=VALUE]... [options]

Loads a plugin in a child process and checks that it keeps the contract of the plugin ABI: its entry and declarations,
its life cycle in legal and illegal orders, errors, threads, completions, hostile input, and that nothing is left over.

  --type NAME          check only this adapter type
  --config NAME=VALUE  a property, written as in a site; required ones that are not given get a value by their type
                       (a temporary folder for a path, http://127.0.0.1:9/ for a URL); may be given several times
  --sample FILE        a payload for the checks of formats, beside the built-in ones; may be given several times
  --deadline SECONDS   how long one check may take, in milliseconds after the point (10; 0.5)
  --cycles N           how many life cycles the memory check runs (1000)
  --show-output        shows what the plugin writes to its standard output and error
  --json               one JSON object instead of lines

Exit status: 0 every check passed, 1 a check failed, 2 the check could not be run.
)";

namespace {

bool parse_number(const std::string& text, std::uint32_t& number) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() && number > 0;
}

// `2`, `0.5`: at most three digits after the point.
bool parse_seconds(const std::string& text, std::uint32_t& milliseconds) {
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits = text.substr(0, point);
    std::string part = point == text.size() ? std::string() : text.substr(point + 1);
    if (digits.empty() || digits.size() > 7 || part.size() > 3 || (point != text.size() && part.empty())) return false;
    part.resize(3, '0');
    return parse_number(digits + part, milliseconds) && milliseconds <= 1'000'000'000;
}

bool take_value(const std::string& name, const std::string& value, Options& options, std::string& problem) {
    std::uint32_t number = 0;
    if (name == "--type") {
        options.type = value;
    } else if (name == "--sample") {
        options.samples.push_back(value);
    } else if (name == "--config") {
        const std::size_t equals = value.find('=');
        if (equals == std::string::npos || equals == 0) {
            problem = "--config takes NAME=VALUE, not '" + value + "'";
            return false;
        }
        options.config.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    } else if (name == "--deadline") {
        if (!parse_seconds(value, options.deadline_ms)) {
            problem = name + " takes a number of seconds from 0.001 to 1000000, not '" + value + "'";
            return false;
        }
    } else if (!parse_number(value, number) || number > 1'000'000) {
        problem = name + " takes a number from 1 to 1000000, not '" + value + "'";
        return false;
    } else {
        options.cycles = number;
    }
    return true;
}

}  // namespace

std::vector<std::string> Options::arguments() const {
    std::vector<std::string> all{file};
    const auto add = [&all](const char* name, std::string value) {
        all.emplace_back(name);
        all.push_back(std::move(value));
    };
    for (const auto& [name, value] : config) add("--config", std::string(name).append("=").append(value));
    for (const std::string& sample : samples) add("--sample", sample);
    const std::string part = std::to_string(1000 + deadline_ms % 1000).substr(1);
    add("--deadline", std::to_string(deadline_ms / 1000) + '.' + part);
    add("--cycles", std::to_string(cycles));
    return all;
}

bool parse_options(const std::vector<std::string>& arguments, Options& options, std::string& problem) {
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        const std::string& word = arguments[index];
        if (word == "--help" || word == "-h") {
            options.help = true;
        } else if (word == "--json") {
            options.json = true;
        } else if (word == "--show-output") {
            options.show_output = true;
        } else if (word == "--type" || word == "--config" || word == "--sample" || word == "--deadline" ||
                   word == "--cycles") {
            if (++index == arguments.size()) {
                problem = word + " needs a value";
                return false;
            }
            if (!take_value(word, arguments[index], options, problem)) return false;
        } else if (word.starts_with("-")) {
            problem = "there is no option " + word;
            return false;
        } else if (!options.file.empty()) {
            problem = "one FILE at a time, not '" + options.file + "' and '" + word + "'";
            return false;
        } else {
            options.file = word;
        }
    }
    if (options.file.empty() && !options.help) {
        problem = "name the plugin's FILE";
        return false;
    }
    return true;
}

}  // namespace crossdock::sdk::validator
