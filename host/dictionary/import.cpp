#include "host/dictionary/import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/dictionary/edifact/directory.hpp"
#include "host/dictionary/sources.hpp"
#include "host/dictionary/x12/tables.hpp"

namespace crossdock::dictionary {

namespace {

constexpr std::size_t segments_max = 2000;  // of a release, which a format reads

Error no_release(std::string text) {
    return Error{"dictionary.no-release", ErrorClass::configuration, std::move(text)};
}

bool is_release(Standard standard, std::string_view text) {
    if (standard == Standard::x12) return text.size() == 6 && all_digits(text);
    return text.size() == 5 && text[0] >= 'A' && text[0] <= 'Z' && text[1] == '.' && all_digits(text.substr(2, 2)) &&
           text[4] >= 'A' && text[4] <= 'Z';
}

Result<std::string> release_of(const Sources& sources, const std::string& asked) {
    const std::string_view example = sources.standard == Standard::x12 ? "004010" : "D.96A";
    if (!asked.empty() && !is_release(sources.standard, asked))
        return no_release(fmt::format("'{}' is no release: {} would be right", asked, example));
    if (!asked.empty() && sources.standard == Standard::edifact && !sources.release.empty() && sources.release != asked)
        return no_release(fmt::format("these are tables of {}, not of {}", sources.release, asked));
    if (!asked.empty()) return asked;
    if (sources.release.empty())
        return no_release(
            fmt::format("the tables do not say of which release they are: --release {} says it", example));
    return sources.release;
}

class Reading {
public:
    Reading(const Sources& sources, Import& import) : sources_(sources), import_(import) {}

    Status read() {
        CROSSDOCK_TRY(sources_.standard == Standard::x12 ? read_x12() : read_edifact());
        for (const FoundFile& file : sources_.others)
            import_.passed_over.push_back(
                {file.name, 0,
                 file.name.ends_with("zip") || file.name.ends_with("ZIP")
                     ? "an archive is not looked into"
                     : "what an implementation guide says is not read: a guide of Crossdock says it"});
        import_.digest = to_hex(digest_.finish());
        return {};
    }

private:
    Result<SourceFile> file(const FoundFile& found) {
        import_.read.push_back(found.name);
        return SourceFile::read(found.path, found.name, digest_);
    }

    Status read_x12() {
        x12::Tables tables;
        for (const auto& [table, found] : sources_.tables) {
            CROSSDOCK_TRY_ASSIGN(SourceFile source, file(found));
            tables.emplace(table, std::move(source));
        }
        return x12::read_tables(tables, import_.dictionary, import_.passed_over);
    }

    Status read_edifact() {
        edifact::Directory directory;
        for (const auto& [part, found] : sources_.parts) {
            CROSSDOCK_TRY_ASSIGN(SourceFile source, file(found));
            std::vector<SourceFile>& into = part == Part::elements     ? directory.elements
                                            : part == Part::code_lists ? directory.code_lists
                                            : part == Part::composites ? directory.composites
                                            : part == Part::segments   ? directory.segments
                                                                       : directory.messages;
            into.push_back(std::move(source));
        }
        return edifact::read_directory(directory, import_.dictionary, import_.passed_over);
    }

    const Sources& sources_;
    Import& import_;
    Sha256 digest_;
};

// Keeps the messages that were asked for. What was passed over of others does not matter then.
Status choose(const std::vector<std::string>& asked, Import& import) {
    ById<Message>& messages = import.dictionary.messages;
    PassedOverList damage;
    for (const PassedOver& each : import.passed_over)
        if (each.damage) damage.push_back(each);
    for (const std::string& id : asked) {
        if (messages.count(id) != 0) continue;
        for (const PassedOver& each : damage)
            if (each.text.find(' ' + id + ':') != std::string::npos)
                return Error{"dictionary.no-message", ErrorClass::configuration, each.text}.at(
                    {each.file, static_cast<std::uint32_t>(each.line)});
        return Error{"dictionary.no-message", ErrorClass::configuration,
                     fmt::format("there is no {} in these tables", id)};
    }
    if (asked.empty()) return {};
    for (auto at = messages.begin(); at != messages.end();)
        at = std::find(asked.begin(), asked.end(), at->first) == asked.end() ? messages.erase(at) : std::next(at);
    auto& list = import.passed_over;
    const auto is_of_message = [](const PassedOver& each) {
        return each.text.starts_with("set ") || each.text.starts_with("message ");
    };
    list.erase(std::remove_if(list.begin(), list.end(), is_of_message), list.end());
    return {};
}

}  // namespace

Result<Import> read_tables(const ImportRequest& request) {
    CROSSDOCK_TRY_ASSIGN(const Sources sources, find_sources(request.from));
    Import import;
    import.dictionary.standard = sources.standard;
    CROSSDOCK_TRY_ASSIGN(import.dictionary.release, release_of(sources, request.release));
    CROSSDOCK_TRY(Reading(sources, import).read());
    CROSSDOCK_TRY(choose(request.messages, import));
    Dictionary& dictionary = import.dictionary;
    if (dictionary.messages.empty()) {
        const auto first = std::find_if(import.passed_over.begin(), import.passed_over.end(),
                                        [](const PassedOver& each) { return each.damage && each.line != 0; });
        Error error{"dictionary.no-message", ErrorClass::configuration,
                    "no message or transaction set of these tables can be imported"};
        if (first == import.passed_over.end()) return error;
        error.text += ": " + first->text;
        return std::move(error).at({first->file, static_cast<std::uint32_t>(first->line)});
    }
    keep_what_is_used(dictionary);
    if (dictionary.segments.size() > segments_max)
        return Error{
            "dictionary.no-message", ErrorClass::configuration,
            fmt::format("{} segments are too many: --messages names those that you need", dictionary.segments.size())};
    return import;
}

}  // namespace crossdock::dictionary
