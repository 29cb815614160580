// `crossdock edi dictionary list`: which dictionaries there are, from where, and what is in them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/commands/edi/arguments.hpp"
#include "host/commands/installation.hpp"
#include "host/commands/text_layout.hpp"
#include "host/dictionary/known.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands {

namespace {

using namespace edi;
namespace po = boost::program_options;

constexpr std::size_t list_width = 100;
constexpr std::size_t list_indent = 4;

void print_text(const dictionary::KnownRelease& release) {
    fmt::print("{}/{}  {}\n", dictionary::name_of(release.standard), release.id, release.folder.string());
    if (!release.provenance.empty()) fmt::print("    {}\n", wrap(release.provenance, list_width, list_indent));
    fmt::print("    {} segments, {} composites, {} elements, {} code lists with {} codes\n", release.segments,
               release.composites, release.elements, release.code_lists, release.codes);
    std::vector<std::string> sets;
    for (const dictionary::KnownSet& set : release.sets) sets.push_back(set.id);
    if (!sets.empty()) fmt::print("    {}\n", wrap(fmt::format("{}", fmt::join(sets, " ")), list_width, list_indent));
}

std::string to_json(const dictionary::KnownRelease& release) {
    std::vector<std::string> sets;
    for (const dictionary::KnownSet& set : release.sets)
        sets.push_back(fmt::format(R"({{"id":{},"name":{}}})", json_text(set.id), json_text(set.name)));
    return fmt::format(R"({{"standard":{},"release":{},"folder":{},"provenance":{},"messages":[{}],"segments":{},)"
                       R"("composites":{},"elements":{},"code_lists":{},"codes":{}}})",
                       json_text(dictionary::name_of(release.standard)), json_text(release.id),
                       json_text(release.folder.string()),
                       release.provenance.empty() ? "null" : json_text(release.provenance), fmt::join(sets, ","),
                       release.segments, release.composites, release.elements, release.code_lists, release.codes);
}

}  // namespace

int run_edi_dictionary_list(const Words& words) {
    Options options(
        "edi dictionary list",
        "Lists dictionaries in the order in which formats read them, a later one replacing what has the same "
        "name in an earlier one: those that ship, those of --dictionary, and, called in a site's folder, its "
        "dictionaries/. Each with its messages or transaction sets and the size of its code lists.",
        {{"edi dictionary list", "in the site's folder"},
         {"edi dictionary list --dictionary ours --json", "for scripts"}},
        Options::Common::json);
    options.add()("dictionary", po::value<std::vector<std::string>>()->value_name("DIR"),
                  "a folder of dictionaries, DIR/x12/004010/*.dict; may be given several times");
    if (!options.parse(words)) return options.exit_status();
    std::vector<std::filesystem::path> folders{Installation::find().mappings / "dictionaries"};
    for (const std::string& folder : options.texts("dictionary")) folders.emplace_back(folder);
    folders.emplace_back("dictionaries");
    std::vector<std::string> json;
    for (const std::filesystem::path& folder : folders) {
        const auto releases = dictionary::read_known(folder);
        if (!releases.ok()) return fail(releases.error());
        for (const dictionary::KnownRelease& release : releases.value()) {
            if (options.json())
                json.push_back(to_json(release));
            else
                print_text(release);
        }
    }
    if (options.json()) fmt::print("[{}]\n", fmt::join(json, ",\n"));
    return exit_ok;
}

}  // namespace crossdock::commands
