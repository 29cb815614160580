// `crossdock map run`, `crossdock map test`: maps tried on files.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host/commands/command.hpp"
#include "host/commands/site_loader.hpp"
#include "host/document/json.hpp"
#include "host/document/json_text.hpp"
#include "host/mapping/golden.hpp"

namespace crossdock::commands {

namespace {

namespace fs = std::filesystem;

// Reads a file as a document of a type: canonical and site types are JSON, the others what their format makes of it.
class FileReader final : public mapping::CaseReader {
public:
    explicit FileReader(LoadedSite& site) : site_(site) {}

    Result<std::unique_ptr<Document>> read(const fs::path& input, std::string_view type) override {
        std::ifstream file(input, std::ios::binary);
        if (!file)
            return Error{"file.not-found", ErrorClass::configuration, "this file cannot be read"}.at({input.string()});
        auto bytes =
            std::make_shared<const std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        if (input.extension() == ".json") {
            auto document = std::make_unique<Document>(site_.deployment->names());
            CROSSDOCK_TRY(read_json(*bytes, input.string(), *document));
            return document;
        }
        for (const auto& state : site_.adapters->states()) {
            auto client = site_.adapters->format(state.name);
            if (!client.ok()) continue;
            auto sure = client.value()->probe(std::string_view(*bytes).substr(0, 4096), input.string(), {});
            if (!sure.ok() || sure.value() < 50) continue;
            return decode(*client.value(), bytes, type);
        }
        // A transaction without its envelope: whoever knows the type takes all of it.
        for (const auto& state : site_.adapters->states()) {
            auto client = site_.adapters->format(state.name);
            auto types = client.ok() ? client.value()->types() : Result<std::vector<std::string>>(client.error());
            if (!types.ok() || std::find(types.value().begin(), types.value().end(), type) == types.value().end())
                continue;
            plugins::DecodeItem item;
            item.payload = bytes;
            item.size = bytes->size();
            item.type = type;
            return decode(*client.value(), item);
        }
        return Error{"map.unrecognised", ErrorClass::configuration, "none of the site's formats recognises this file"}
            .at({input.string()});
    }

private:
    Result<std::unique_ptr<Document>> decode(plugins::FormatClient& client, const plugins::SharedBytes& bytes,
                                             std::string_view type) {
        CROSSDOCK_TRY_ASSIGN(auto split, client.split_all({bytes}, {}));
        CROSSDOCK_TRY_ASSIGN(const std::vector<plugins::SplitEvent> events, std::move(split.front()));
        const std::string_view unguided = type.substr(0, type.find('@'));  // what the interchange says it is
        plugins::Envelope interchange;
        plugins::Envelope group;
        for (const plugins::SplitEvent& event : events) {
            if (const auto* envelope = std::get_if<plugins::Envelope>(&event))
                (envelope->level == plugins::EnvelopeLevel::group ? group : interchange) = *envelope;
            const auto* slice = std::get_if<plugins::Slice>(&event);
            if (slice == nullptr || (!slice->type.empty() && slice->type != unguided)) continue;
            plugins::DecodeItem item;
            item.payload = bytes;
            item.offset_in_payload = item.source_offset = slice->offset;
            item.size = slice->size;
            item.first_segment = slice->first_segment;
            item.type = type;
            item.interchange_context = interchange.context;
            item.group_context = group.context;
            return decode(client, item);
        }
        return Error{"map.no-document", ErrorClass::configuration, fmt::format("there is no {} in this file", type)};
    }

    Result<std::unique_ptr<Document>> decode(plugins::FormatClient& client, const plugins::DecodeItem& item) {
        CROSSDOCK_TRY_ASSIGN(auto decoded, client.decode({item}, {}, site_.deployment->names()));
        CROSSDOCK_TRY(decoded.front().status);
        return std::move(decoded.front().document);
    }

    LoadedSite& site_;
};

// The site with the maps that are named, or with mistakes when they, or what they need, are wrong. What else is wrong
// with it does not matter to them.
Result<LoadedSite> load(const Options& options, const std::vector<std::string>& maps) {
    CROSSDOCK_TRY_ASSIGN(LoadedSite site, load_maps(Installation::find(), SiteFolders(options.site()), maps));
    const auto is_there = [&](const std::string& map) { return site.deployment->find_map(map) != nullptr; };
    if (maps.empty() || site.errors.empty() || site.deployment == nullptr ||
        !std::all_of(maps.begin(), maps.end(), is_there))
        return site;
    fmt::print(stderr, "elsewhere in the site there are mistakes, {} of them; 'crossdock check' lists them\n",
               site.errors.size());
    site.errors.clear();
    return site;
}

}  // namespace

int run_map(const Words& words) {
    Options options(
        "map run MAP FILE",
        "Maps the first fitting document of FILE and prints the result as JSON. now(), $partner and $channel "
        "are those of golden cases, so that what is printed can be the expected.json of one. When fields "
        "cannot be made, they go to standard error, and with --json what is printed is the expected.json "
        "of a case that must fail so.",
        {{"map run x12-850-to-order in/edi/orders-1.edi", "a format recognises the file"},
         {"map run order-to-erp-xml order.json", "a canonical document as JSON"},
         {"map run web-order-to-order input.json > expected.json", "a golden case from what it does now"}});
    options.positional("map");
    options.positional("file");
    if (!options.parse(words)) return options.exit_status();
    if (options.text("file").empty())
        return fail(Error{"map.usage", ErrorClass::configuration, "name a map and a file"}), exit_usage;
    auto loaded = load(options, {options.text("map")});
    if (!loaded.ok()) return fail(loaded.error());
    LoadedSite& site = loaded.value();
    if (!site.errors.empty()) return fail(site.errors);
    const mapping::Map* map = site.deployment->find_map(options.text("map"));
    auto source = FileReader(site).read(options.text("file"), map->from());
    if (!source.ok()) return fail(source.error());
    Document target(site.deployment->names());
    std::vector<mapping::MapFailure> failures;
    const Status status = mapping::run(*map, *source.value(), mapping::golden_context(), target, failures);
    if (status.ok() || !options.json()) {
        fmt::print("{}", to_json(target, JsonStyle::pretty));
    } else {
        std::string list;
        for (const mapping::MapFailure& failure : failures)
            list += (list.empty() ? "" : ", ") + json_text(mapping::expectation_of(failure));
        fmt::print("{{ \"failures\": [{}] }}\n", list);
    }
    for (const mapping::MapFailure& failure : failures) fmt::print(stderr, "{}\n", mapping::describe(failure));
    return status.ok() ? exit_ok : exit_failed;
}

int run_map_test(const Words& words) {
    Options options("map test [MAP…]",
                    "Runs the golden cases beside the site's maps and the shipped ones (maps/cases/MAP/CASE with an "
                    "input and an expected.json) and shows what differs.",
                    {{"map test", "all of them"}, {"map test x12-850-to-order", "those of one map"}});
    options.positional("map", -1);
    if (!options.parse(words)) return options.exit_status();
    const std::vector<std::string> only = options.texts("map");
    auto loaded = load(options, only);
    if (!loaded.ok()) return fail(loaded.error());
    LoadedSite& site = loaded.value();
    if (!site.errors.empty()) return fail(site.errors);
    FileReader reader(site);
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (const std::string_view name : site.deployment->map_names()) {
        if (!only.empty() && std::find(only.begin(), only.end(), name) == only.end()) continue;
        const mapping::Map& map = *site.deployment->find_map(name);
        for (const fs::path& root : {SiteFolders(options.site()).site, Installation::find().mappings}) {
            const fs::path folder = root / "maps" / "cases" / name;
            if (!fs::exists(folder)) continue;
            auto cases = mapping::find_cases(folder);
            if (!cases.ok()) return fail(cases.error());
            for (const mapping::GoldenCase& golden : cases.value()) {
                const mapping::CaseResult result = mapping::run_case(map, golden, reader, mapping::golden_context());
                ++(result.passed() ? passed : failed);
                fmt::print("{} {}/{}\n", result.passed() ? "ok    " : "FAILED", name, golden.name);
                if (result.error) fmt::print("    {}\n", describe(*result.error));
                for (const mapping::Difference& difference : result.differences)
                    fmt::print("    {}\n", mapping::describe(difference));
            }
        }
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? exit_ok : exit_failed;
}

}  // namespace crossdock::commands
