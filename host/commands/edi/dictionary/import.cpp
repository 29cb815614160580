// `crossdock edi dictionary import`: dictionaries of the tables that a site has licensed or downloaded.
#include "host/dictionary/import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/base/clock.hpp"
#include "host/commands/edi/arguments.hpp"
#include "host/commands/installation.hpp"
#include "host/dictionary/folder.hpp"
#include "host/dictionary/known.hpp"
#include "host/dictionary/writer.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;
namespace po = boost::program_options;

constexpr std::size_t date_size = 10;  // of 2026-11-23T…
constexpr std::size_t shown_max = 20;  // of what was passed over, for people

// What was done, for the report.
struct Done {
    dictionary::Import import;
    std::vector<std::string> taken;  // statements of dictionaries that are there
    std::filesystem::path place;
    std::map<std::string, std::string> files;
};

Error usage(std::string text) { return Error{"edi.usage", ErrorClass::configuration, std::move(text)}; }

std::vector<std::string> split_list(std::string_view list) {
    std::vector<std::string> items;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (const std::string_view item = dictionary::trimmed(list.substr(0, comma)); !item.empty())
            items.emplace_back(item);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return items;
}

// Starts the format on the new files as a site would, beside those that ship.
Status try_out(const dictionary::NewRelease& made, dictionary::Standard standard) {
    FormatChoice choice;
    choice.format = dictionary::name_of(standard);
    choice.site_dictionaries = made.beside();
    auto formats = Formats::start(choice);
    if (formats.ok()) return {};
    return Error{
        "dictionary.not-loadable", ErrorClass::configuration,
        "the format does not load what would be written, so nothing was; --messages leaves out the set that it "
        "names"}
        .because_of(std::move(formats).error());
}

Result<Done> import_tables(const dictionary::ImportRequest& request, const std::filesystem::path& to, bool replace) {
    CROSSDOCK_TRY_ASSIGN(dictionary::Import import, dictionary::read_tables(request));
    Done done{std::move(import), {}, {}, {}};
    dictionary::Dictionary& made = done.import.dictionary;
    CROSSDOCK_TRY_ASSIGN(const std::vector<dictionary::KnownRelease> known,
                         dictionary::read_known(Installation::find().mappings / "dictionaries"));
    done.taken = dictionary::take_statements(known, made);
    done.files = dictionary::write_files(
        made, fmt::format("imported on {} from {} ({} files, SHA-256 {}); names and values are the publisher's.",
                          format_utc(system_clock().wall_ms()).substr(0, date_size), request.from.generic_string(),
                          done.import.read.size(), done.import.digest));
    CROSSDOCK_TRY_ASSIGN(dictionary::NewRelease release,
                         dictionary::NewRelease::write(to, made.standard, made.release, done.files, replace));
    CROSSDOCK_TRY(try_out(release, made.standard));
    CROSSDOCK_TRY(release.put_in_place());
    done.place = release.place();
    return done;
}

std::size_t count_codes(const dictionary::Dictionary& dictionary) {
    std::size_t codes = 0;
    for (const auto& [id, element] : dictionary.elements) codes += element.codes.size();
    return codes;
}

void print_text(const Done& done) {
    const dictionary::Dictionary& made = done.import.dictionary;
    fmt::print("read {} files of {} {}, SHA-256 {}\n", done.import.read.size(),
               made.standard == dictionary::Standard::x12 ? "X12" : "UN/EDIFACT", made.release, done.import.digest);
    const bool one = made.messages.size() == 1;
    fmt::print("{} {}{}, {} segments, {} composites, {} elements, {} codes\n", made.messages.size(),
               made.standard == dictionary::Standard::x12 ? "transaction set" : "message", one ? "" : "s",
               made.segments.size(), made.composites.size(), made.elements.size(), count_codes(made));
    for (const std::string& taken : done.taken) fmt::print("{}\n", taken);
    const dictionary::PassedOverList& list = done.import.passed_over;
    if (!list.empty()) fmt::print("passed over:\n");
    for (std::size_t index = 0; index < std::min(list.size(), shown_max); ++index)
        fmt::print("  {}{}: {}\n", list[index].file, list[index].line == 0 ? "" : fmt::format(":{}", list[index].line),
                   list[index].text);
    if (list.size() > shown_max) fmt::print("  and {} more; --json has all of them\n", list.size() - shown_max);
    std::vector<std::string> names;
    for (const auto& [name, text] : done.files) names.push_back(name);
    fmt::print("wrote {}: {}\n", done.place.string(), fmt::join(names, ", "));
}

std::string json_list(const std::vector<std::string>& texts) {
    std::vector<std::string> items;
    items.reserve(texts.size());
    for (const std::string& text : texts) items.push_back(json_text(text));
    return fmt::format("[{}]", fmt::join(items, ","));
}

void print_json(const Done& done) {
    const dictionary::Dictionary& made = done.import.dictionary;
    std::vector<std::string> messages;
    std::vector<std::string> files;
    std::vector<std::string> passed_over;
    for (const auto& [id, message] : made.messages) messages.push_back(id);
    for (const auto& [name, text] : done.files) files.push_back(name);
    for (const dictionary::PassedOver& each : done.import.passed_over)
        passed_over.push_back(fmt::format(R"({{"file":{},"line":{},"text":{},"damage":{}}})", json_text(each.file),
                                          each.line == 0 ? "null" : fmt::format("{}", each.line), json_text(each.text),
                                          each.damage));
    fmt::print(R"({{"standard":{},"release":{},"digest":{},"read":{},"messages":{},"segments":{},"composites":{},)"
               R"("elements":{},"codes":{},"statements":{},"passed_over":[{}],"folder":{},"wrote":{}}})"
               "\n",
               json_text(dictionary::name_of(made.standard)), json_text(made.release), json_text(done.import.digest),
               json_list(done.import.read), json_list(messages), made.segments.size(), made.composites.size(),
               made.elements.size(), count_codes(made), json_list(done.taken), fmt::join(passed_over, ","),
               json_text(done.place.string()), json_list(files));
}

}  // namespace

int run_edi_dictionary_import(const Words& words) {
    Options options(
        "edi dictionary import FROM --to FOLDER",
        "Makes dictionaries of the tables that you have licensed or downloaded. FROM is a folder with the table files "
        "of "
        "ASC X12 (SETHEAD.TXT, SETDETL.TXT, …), or with a directory of UN/EDIFACT as UNECE publishes it (EDSD.96A, "
        "EDCD.96A, EDED.96A, UNCL.96A and ORDERS_D.96A, …), unpacked; which of them it is, the files say. A release is "
        "written whole or not at all, after the format has loaded it. In a site, --to dictionaries is read at the next "
        "start, after the dictionaries that ship: what it defines replaces what they do.\n"
        "What is wrong in tables that all messages share stops the import, with file and line. A message that is not "
        "understood is passed over and named, and the exit status is 1.",
        {{"edi dictionary import d96a --to dictionaries --messages ORDERS,ORDRSP", "two messages and what they use"},
         {"edi dictionary import tables/004010 --to dictionaries", "all transaction sets of the release"},
         {"edi dictionary import x12 --release 005010 --to dictionaries --replace", "anew"}},
        Options::Common::json);
    options.add()("to", po::value<std::string>()->value_name("FOLDER"),
                  "the folder of dictionaries: FOLDER/x12/004010 or FOLDER/edifact/D.96A is made in it")(
        "release", po::value<std::string>()->value_name("RELEASE"),
        "of X12, 004010, where FROM's name does not say it; of EDIFACT the files do")(
        "messages", po::value<std::string>()->value_name("LIST"),
        "only these, such as ORDERS,INVOIC or 850,856, and the segments, elements and codes that they use")(
        "replace", "write FOLDER/x12/004010 anew when an import made it before");
    options.positional("from");
    if (!options.parse(words)) return options.exit_status();
    const std::string from = options.text("from");
    if (from.empty() || options.text("to").empty())
        return fail_unreadable(
            usage("name the folder with the tables and, with --to, where dictionaries are to be: "
                  "crossdock edi dictionary import d96a --to dictionaries"));
    const auto done = import_tables({from, options.text("release"), split_list(options.text("messages"))},
                                    options.text("to"), options.has("replace"));
    if (!done.ok()) return fail(done.error());
    if (options.json())
        print_json(done.value());
    else
        print_text(done.value());
    const dictionary::PassedOverList& list = done.value().import.passed_over;
    return std::any_of(list.begin(), list.end(), [](const auto& each) { return each.damage; }) ? exit_failed : exit_ok;
}

}  // namespace crossdock::commands
