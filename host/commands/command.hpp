// What every subcommand of `crossdock` shares: its arguments, its output, its exit status.
#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::commands {

// Exit statuses, the same for every command.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failed = 1;  // it was tried, and something is wrong
inline constexpr int exit_usage = 2;   // the call itself is wrong

using Words = std::vector<std::string>;

struct Command {
    const char* name;     // `journal verify`: one to three words
    const char* summary;  // a line for `crossdock --help`
    int (*run)(const Words& words);
};

// All commands, in the order in which help shows them.
const std::vector<Command>& all_commands();

// A command's options, with --help among them, and --site and --json where the command knows them.
class Options {
public:
    // A call as somebody would type it, without `crossdock`, and what it does.
    struct Example {
        const char* call;
        const char* says;
    };

    enum class Common { site_and_json, json, none };

    // `usage` is the line after `crossdock`; `explanation` what the command does, in sentences.
    Options(std::string usage, std::string explanation, std::vector<Example> examples,
            Common common = Common::site_and_json);

    boost::program_options::options_description_easy_init add() { return visible_.add_options(); }
    // Words without a dash, in order; the last may take all that are left.
    void positional(const char* name, int count = 1);

    // True when the command shall run. Otherwise `exit_status` says what to return: help was shown, or a mistake.
    bool parse(const Words& words);
    // Likewise, for a command that needs a site: where there is none, that is the mistake, and nothing was made there.
    bool parse_for_site(const Words& words);
    [[nodiscard]] int exit_status() const { return exit_status_; }

    [[nodiscard]] bool has(const char* name) const { return values_.count(name) != 0; }
    [[nodiscard]] std::string text(const char* name) const;
    [[nodiscard]] std::vector<std::string> texts(const char* name) const;
    [[nodiscard]] std::size_t number_or(const char* name, std::size_t otherwise) const;
    [[nodiscard]] std::filesystem::path site() const;
    [[nodiscard]] bool json() const { return has("json"); }

private:
    void print_help() const;

    std::string usage_;
    std::string explanation_;
    std::vector<Example> examples_;
    boost::program_options::options_description visible_{"Options"};
    boost::program_options::options_description hidden_;
    boost::program_options::positional_options_description positional_;
    boost::program_options::variables_map values_;
    int exit_status_ = exit_ok;
};

// Prints to standard error and answers exit_failed.
int fail(const Error& error);
int fail(const std::vector<Error>& errors);

// Whether standard output is a terminal that may show colours.
bool shows_colour();

int run_init(const Words& words);
int run_check(const Words& words);
int run_host(const Words& words);
int run_map(const Words& words);
int run_map_test(const Words& words);
int run_trace(const Words& words);
int run_show(const Words& words);
int run_resend(const Words& words);
int run_exceptions_list(const Words& words);
int run_exceptions_show(const Words& words);
int run_exceptions_retry(const Words& words);
int run_exceptions_discard(const Words& words);
int run_plugins_list(const Words& words);
int run_plugins_inspect(const Words& words);
int run_edi_inspect(const Words& words);
int run_edi_validate(const Words& words);
int run_edi_ack(const Words& words);
int run_edi_split(const Words& words);
int run_edi_diff(const Words& words);
int run_edi_dictionary_import(const Words& words);
int run_edi_dictionary_list(const Words& words);
int run_journal_stats(const Words& words);
int run_journal_verify(const Words& words);
int run_journal_backup(const Words& words);
int run_journal_purge(const Words& words);

}  // namespace crossdock::commands
