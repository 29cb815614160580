// `crossdock journal …`: how large it is, whether it is sound, a copy, and dropping what is old.
#include <fmt/format.h>

#include "host/base/quantity.hpp"
#include "host/commands/command.hpp"
#include "host/commands/control.hpp"
#include "host/commands/installation.hpp"
#include "host/commands/retention.hpp"
#include "host/document/json_text.hpp"
#include "host/journal/store.hpp"
#include "host/service/termination.hpp"

namespace crossdock::commands {

namespace {

Result<std::unique_ptr<journal::Store>> open(const Options& options) {
    journal::StoreOptions store;
    store.folder = SiteFolders(options.site()).journal;
    return journal::open_store_read_only(store);
}

// Asks the running host to do it; without one, does it here.
template <typename Offline>
int change(const Options& options, ControlRequest request, Offline offline) {
    request.who = std::string(service::user_name());
    request.why = options.text("why");
    const SiteFolders folders(options.site());
    auto answer = ask_host(folders.control_socket(), request);
    if (!answer.ok() && answer.error().code == "control.no-host") {
        journal::StoreOptions store_options;
        store_options.folder = folders.journal;
        auto store = journal::open_store(store_options);
        if (!store.ok()) return fail(store.error());
        answer = offline(*store.value());
    }
    if (!answer.ok()) return fail(answer.error());
    fmt::print("{}\n", answer.value());
    return exit_ok;
}

}  // namespace

int run_journal_stats(const Words& words) {
    Options options("journal stats", "Shows how large the journal is and what lives in it.",
                    {{"journal stats --json | jq .free_bytes", "for monitoring"}});
    if (!options.parse_for_site(words)) return options.exit_status();
    auto store = open(options);
    if (!store.ok()) return fail(store.error());
    auto figures = store.value()->figures();
    if (!figures.ok()) return fail(figures.error());
    const journal::StoreFigures& at = figures.value();
    if (options.json()) {
        fmt::print(
            "{{\"log_bytes\":{},\"blob_bytes\":{},\"index_bytes\":{},\"segments\":{},\"live_entities\":{},"
            "\"unindexed_bytes\":{},\"free_bytes\":{},\"last_entity\":{},\"oldest_ms\":{}}}\n",
            at.log_bytes, at.blob_bytes, at.index_bytes, at.segments, at.live_entities, at.unindexed_bytes,
            at.free_bytes, at.last_entity, at.oldest_ms);
        return exit_ok;
    }
    fmt::print(
        "log        {} in {} segments, since {}\nlarge      {} of payloads in files of their own\n"
        "index      {}, {} not in it yet\nlive       {} messages, runs, deliveries and exceptions\n"
        "last id    {}\ndisk       {} free\n",
        format_size(at.log_bytes), at.segments, format_utc(at.oldest_ms), format_size(at.blob_bytes),
        format_size(at.index_bytes), format_size(at.unindexed_bytes), at.live_entities, at.last_entity,
        format_size(at.free_bytes));
    return exit_ok;
}

int run_journal_verify(const Words& words) {
    Options options("journal verify",
                    "Reads everything again: checksums, digests, the index against the log. Exit "
                    "status 1 when there is a fault.",
                    {{"journal verify --site dockside", "beside a running host or without"}});
    if (!options.parse_for_site(words)) return options.exit_status();
    auto store = open(options);
    if (!store.ok()) return fail(store.error());
    auto faults = store.value()->verify([](const Error& fault) { fmt::print(stderr, "{}\n", describe(fault)); });
    if (!faults.ok()) return fail(faults.error());
    if (options.json())
        fmt::print("{{\"faults\":{}}}\n", faults.value());
    else
        fmt::print("{}\n", faults.value() == 0
                               ? "the journal is sound"
                               : fmt::format("{} fault{}", faults.value(), faults.value() == 1 ? "" : "s"));
    return faults.value() == 0 ? exit_ok : exit_failed;
}

int run_journal_backup(const Words& words) {
    Options options("journal backup DIR",
                    "Copies the journal into DIR, which must be new or empty, while the host runs.",
                    {{"journal backup /mnt/backup/2026-11-20", "a consistent copy"}});
    options.positional("folder");
    options.add()("why", boost::program_options::value<std::string>()->value_name("TEXT"), "recorded with the action");
    if (!options.parse_for_site(words)) return options.exit_status();
    const std::string folder = options.text("folder");
    if (folder.empty())
        return fail(Error{"journal.no-folder", ErrorClass::configuration, "name the folder to copy to"}), exit_usage;
    const std::string target = std::filesystem::absolute(folder).string();
    return change(options, {"journal backup", target, {}, {}, {}}, [&](journal::Store& store) -> Result<std::string> {
        CROSSDOCK_TRY(store.backup(target));
        return fmt::format("copied to {}", target);
    });
}

int run_journal_purge(const Words& words) {
    Options options("journal purge --older-than AGE",
                    "Drops whole segments that are older than AGE (30d, 12h) and hold nothing that still lives.",
                    {{"journal purge --older-than 400d --why 'yearly'", "frees the space"}});
    options.add()("older-than", boost::program_options::value<std::string>()->value_name("AGE"), "an age such as 400d")(
        "why", boost::program_options::value<std::string>()->value_name("TEXT"), "recorded with the action");
    if (!options.parse_for_site(words)) return options.exit_status();
    auto age = parse_duration_ms(options.text("older-than"));
    if (!age.ok()) return fail(age.error()), exit_usage;
    return change(options, {"journal purge", options.text("older-than"), {}, {}, {}},
                  [&](journal::Store& store) -> Result<std::string> {
                      CROSSDOCK_TRY_ASSIGN(const std::uint64_t freed,
                                           purge_journal(store, system_clock().wall_ms() - age.value(), {}));
                      return fmt::format("{} freed", format_size(freed));
                  });
}

}  // namespace crossdock::commands
