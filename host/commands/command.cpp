#include "host/commands/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "host/base/platform/terminal.hpp"
#include "host/commands/text_layout.hpp"

namespace crossdock::commands {

namespace po = boost::program_options;

const std::vector<Command>& all_commands() {
    static const std::vector<Command> commands{
        {"init", "make a site: a folder with everything that configures an installation", run_init},
        {"check", "find every mistake in a site without starting it", run_check},
        {"run", "run the host of a site", run_host},
        {"map run", "map one document and show the result", run_map},
        {"map test", "run the golden cases of the site's maps", run_map_test},
        {"test", "the same for everything that has golden cases", run_map_test},
        {"trace", "tell the story of a document, by order number, control number, file name or id", run_trace},
        {"show", "print what a document, a message or a delivery holds", run_show},
        {"resend", "deliver again what was delivered", run_resend},
        {"exceptions list", "what waits for a person", run_exceptions_list},
        {"exceptions show", "one exception with its reason and its input", run_exceptions_show},
        {"exceptions retry", "try a parked document again", run_exceptions_retry},
        {"exceptions discard", "give a parked document up", run_exceptions_discard},
        {"plugins list", "the plugins that are found, and those that are refused", run_plugins_list},
        {"plugins inspect", "one plugin's adapter types and their properties", run_plugins_inspect},
        {"edi inspect", "show an interchange as a tree with names and what is wrong in place", run_edi_inspect},
        {"edi validate", "list what is wrong with interchanges", run_edi_validate},
        {"edi ack", "print the acknowledgement that an interchange gets", run_edi_ack},
        {"edi split", "write each transaction to a file of its own", run_edi_split},
        {"edi diff", "compare two interchanges by what they say", run_edi_diff},
        {"edi dictionary import", "make dictionaries of the tables of X12 or of a UN/EDIFACT directory",
         run_edi_dictionary_import},
        {"edi dictionary list", "the dictionaries that a site sees, and what is in them", run_edi_dictionary_list},
        {"journal stats", "how large the journal is", run_journal_stats},
        {"journal verify", "read the whole journal again and check it", run_journal_verify},
        {"journal backup", "copy the journal while the host runs", run_journal_backup},
        {"journal purge", "drop what is older than a given time", run_journal_purge},
    };
    return commands;
}

namespace {

constexpr std::size_t help_width = 100;

}  // namespace

Options::Options(std::string usage, std::string explanation, std::vector<Example> examples, Common common)
    : usage_(std::move(usage)), explanation_(std::move(explanation)), examples_(std::move(examples)) {
    if (common == Common::site_and_json)
        visible_.add_options()("site", po::value<std::string>()->value_name("DIR"),
                               "the site's folder (else CROSSDOCK_SITE, else the current folder)");
    if (common != Common::none) visible_.add_options()("json", "print JSON for scripts");
    visible_.add_options()("help", "this text");
}

void Options::positional(const char* name, int count) {
    hidden_.add_options()(name, po::value<std::vector<std::string>>());
    positional_.add(name, count);
}

bool Options::parse(const Words& words) {
    try {
        po::options_description all;
        all.add(visible_).add(hidden_);
        po::store(po::command_line_parser(words).options(all).positional(positional_).run(), values_);
        if (has("help")) {
            print_help();
            return false;
        }
        po::notify(values_);
        return true;
    } catch (const po::error& error) {
        fmt::print(stderr, "crossdock: {}; 'crossdock {} --help' explains\n", error.what(),
                   usage_.substr(0, usage_.find(" [")));
        exit_status_ = exit_usage;
        return false;
    }
}

void Options::print_help() const {
    std::ostringstream options;
    options << visible_;
    fmt::print("crossdock {}\n\n{}\n\n{}\nExamples:\n", usage_, wrap(explanation_, help_width), options.str());
    std::size_t width = 0;
    for (const Example& example : examples_) width = std::max(width, std::string_view(example.call).size());
    for (const Example& example : examples_) fmt::print("  crossdock {:<{}}   {}\n", example.call, width, example.says);
}

std::string Options::text(const char* name) const {
    if (!has(name)) return {};
    const auto& value = values_[name].value();
    if (const auto* one = boost::any_cast<std::string>(&value)) return *one;
    const auto* several = boost::any_cast<std::vector<std::string>>(&value);
    return several == nullptr || several->empty() ? std::string() : several->front();
}

std::vector<std::string> Options::texts(const char* name) const {
    return has(name) ? values_[name].as<std::vector<std::string>>() : std::vector<std::string>();
}

std::size_t Options::number_or(const char* name, std::size_t otherwise) const {
    return has(name) ? values_[name].as<std::size_t>() : otherwise;
}

std::filesystem::path Options::site() const {
    if (has("site")) return text("site");
    const char* environment = std::getenv("CROSSDOCK_SITE");
    return environment != nullptr && *environment != '\0' ? std::filesystem::path(environment)
                                                          : std::filesystem::current_path();
}

bool Options::parse_for_site(const Words& words) {
    if (!parse(words)) return false;
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::absolute(site()).lexically_normal();
    if (std::filesystem::exists(folder / "crossdock.xml", ignored)) return true;
    exit_status_ = fail(
        Error{"site.not-found", ErrorClass::configuration,
              fmt::format("no site here: crossdock.xml was not found in {}; name the site's folder with --site DIR "
                          "or CROSSDOCK_SITE, or make a site with 'crossdock init DIR'",
                          folder.string())});
    return false;
}

int fail(const Error& error) {
    fmt::print(stderr, "crossdock: {}\n", describe(error));
    return exit_failed;
}

int fail(const std::vector<Error>& errors) {
    for (const Error& error : errors) fmt::print(stderr, "{}\n", describe(error));
    fmt::print(stderr, "crossdock: {} mistake{} found\n", errors.size(), errors.size() == 1 ? "" : "s");
    return exit_failed;
}

bool shows_colour() { return platform::stdout_is_terminal() && std::getenv("NO_COLOR") == nullptr; }

}  // namespace crossdock::commands
