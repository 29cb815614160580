// `crossdock trace`: the whole story of a document.
#include <fmt/format.h>

#include <set>

#include "host/base/quantity.hpp"
#include "host/commands/command.hpp"
#include "host/commands/installation.hpp"
#include "host/commands/story.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands {

namespace {

void print_story(const std::vector<StoryEvent>& events) {
    WallTimeMs before = 0;
    for (const StoryEvent& event : events) {
        const std::string since = before == 0 ? "" : fmt::format("+{} ms", event.at_ms - before);
        std::string text = event.text;
        for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
            text.replace(at, 1, "\n    ");
        fmt::print("{}  {:>10}  {:<7} {:<14} {}{}\n", format_utc(event.at_ms), since, event.subject, event.what, text,
                   event.took_ms < 0 ? "" : fmt::format("  [{}]", format_duration(event.took_ms)));
        before = event.at_ms;
    }
}

std::string to_json(const std::vector<StoryEvent>& events) {
    std::string list;
    for (const StoryEvent& event : events)
        list +=
            fmt::format(R"({}{{"at":"{}","subject":{},"what":{},"text":{}{}}})", list.empty() ? "" : ",",
                        format_utc(event.at_ms), json_text(event.subject), json_text(event.what), json_text(event.text),
                        event.took_ms < 0 ? "" : fmt::format(",\"took_ms\":{}", event.took_ms));
    return "[" + list + "]";
}

}  // namespace

int run_trace(const Words& words) {
    Options options("trace KEY",
                    "Finds a document by its order number, control number, file name or id, and tells what happened to "
                    "it, in time order: received, split, mapped, sent, acknowledged, and how long each took.",
                    {{"trace HS-70431", "by order number"},
                     {"trace 000000101", "by an interchange's control number"},
                     {"trace orders-1.edi", "by file name"},
                     {"trace M12 --json", "by id, for a script"}});
    options.positional("key");
    if (!options.parse_for_site(words)) return options.exit_status();
    const std::string key = options.text("key");
    if (key.empty()) return fail(Error{"trace.no-key", ErrorClass::configuration, "name what to trace"}), exit_usage;
    journal::StoreOptions store_options;
    store_options.folder = SiteFolders(options.site()).journal;
    auto store = journal::open_store_read_only(store_options);
    if (!store.ok()) return fail(store.error());
    const auto subjects = find_subjects(*store.value(), key);
    if (!subjects.ok()) return fail(subjects.error());
    if (subjects->left_out != 0)
        fmt::print(stderr, "{} earlier ones with this key are not told; name them by their ids\n", subjects->left_out);
    std::string json;
    std::set<std::string> told;  // a transaction that was parked several times is one story
    for (std::size_t index = 0; index < subjects->ids.size(); ++index) {
        auto story = tell_story(*store.value(), subjects->ids[index]);
        if (!story.ok()) return fail(story.error());
        const auto [text, is_new] = told.insert(to_json(story.value()));
        if (!is_new) continue;
        if (options.json()) {
            json += (json.empty() ? "" : ",") + *text;
            continue;
        }
        if (told.size() > 1) fmt::print("\n");
        print_story(story.value());
    }
    if (options.json()) fmt::print("[{}]\n", json);
    return exit_ok;
}

}  // namespace crossdock::commands
