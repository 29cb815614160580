#include "plugins/file/source_settings.hpp"

namespace crossdock::file {

std::vector<crossdock_property> source_properties() {
    using sdk::property;
    return {
        property(
            "folder", CROSSDOCK_PROPERTY_PATH,
            "The folder to watch; folders in it are not. It must allow renaming: a file is taken by moving it into "
            ".crossdock/claimed below this folder.",
            nullptr, CROSSDOCK_PROPERTY_REQUIRED),
        property("pattern", CROSSDOCK_PROPERTY_TEXT,
                 "Names to take: * stands for any text, ? for one character, in either case.", "*",
                 CROSSDOCK_PROPERTY_REPEATED),
        property(
            "ignore", CROSSDOCK_PROPERTY_TEXT,
            "Names never to take. Unless given: *.tmp, *.temp, *.part, *.partial, *.filepart, *.crdownload and *~. "
            "Names that begin with a dot are never taken.",
            nullptr, CROSSDOCK_PROPERTY_REPEATED),
        property("stable-for", CROSSDOCK_PROPERTY_DURATION,
                 "A file is complete when its size and time of change have stayed the same for this long.", "2s"),
        property(
            "done-marker", CROSSDOCK_PROPERTY_TEXT,
            "A suffix, such as .done: then order.x12 is complete once order.x12.done lies beside it, and stable-for "
            "does not count. The marker is deleted when the file is taken."),
        property("after-commit", CROSSDOCK_PROPERTY_CHOICE, "What becomes of a file once it is in the journal.",
                 "archive", 0, "archive|delete"),
        property("archive", CROSSDOCK_PROPERTY_PATH, "Where archived files go. Unless given: archive in the folder."),
        property("archive-by-date", CROSSDOCK_PROPERTY_BOOLEAN,
                 "A folder for each day (UTC) in the archive, such as 2026-03-01.", "yes"),
        property(
            "rejected", CROSSDOCK_PROPERTY_PATH,
            "Where files go that the host refused, each with a .reason.txt beside it. Unless given: rejected in the "
            "folder."),
        property("partner", CROSSDOCK_PROPERTY_TEXT,
                 "Who sends what lies in this folder. Unless given, the documents say."),
        property("content-type", CROSSDOCK_PROPERTY_TEXT,
                 "The media type of the files, such as application/edi-x12. Unless given, their content says."),
    };
}

SourceSettings read_source_settings(const sdk::Host& host) {
    SourceSettings settings;
    const auto folder = host.property("folder");
    if (!folder || folder->empty())
        throw sdk::Failure::configuration("file.no-folder", "the folder to watch is missing: set the property folder");
    settings.folder = sdk::utf8_path(*folder);
    const auto path_or = [&](const char* name, const char* otherwise) {
        const auto value = host.property(name);
        return value && !value->empty() ? sdk::utf8_path(*value) : settings.folder / otherwise;
    };
    settings.rules.patterns = host.properties("pattern");
    if (settings.rules.patterns.empty()) settings.rules.patterns = {"*"};
    settings.rules.ignored = host.properties("ignore");
    if (settings.rules.ignored.empty())
        settings.rules.ignored = {"*.tmp", "*.temp", "*.part", "*.partial", "*.filepart", "*.crdownload", "*~"};
    settings.rules.done_marker = host.property_or("done-marker", "");
    settings.rules.stable_for_ms = host.number_or("stable-for", 2000);
    settings.archives = host.property_or("after-commit", "archive") == "archive";
    settings.archive = path_or("archive", "archive");
    settings.archive_by_date = host.flag_or("archive-by-date", true);
    settings.rejected = path_or("rejected", "rejected");
    settings.partner = host.property_or("partner", "");
    settings.content_type = host.property_or("content-type", "");
    for (const auto& shelf : {settings.archive, settings.rejected})
        if (shelf.lexically_normal() == settings.folder.lexically_normal())
            throw sdk::Failure::configuration(
                "file.same-folder", "archive and rejected must be other folders than the one that is watched: " +
                                        sdk::utf8_text(shelf) + " would be read again and again");
    return settings;
}

}  // namespace crossdock::file
