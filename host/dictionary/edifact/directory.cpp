#include "host/dictionary/edifact/directory.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crossdock::dictionary::edifact {

namespace {

// Its segment table begins with UIH and not with UNH.
bool is_interactive(const SourceFile& file) {
    return std::any_of(file.lines().begin(), file.lines().end(), [](std::string_view line) {
        const std::vector<std::string_view> words = words_of(line);
        return words.size() > 2 && all_digits(words[0]) && words[1] == "UIH";
    });
}

}  // namespace

Status read_directory(const Directory& directory, Dictionary& dictionary, PassedOverList& passed_over) {
    for (const SourceFile& file : directory.elements) CROSSDOCK_TRY(read_elements(file, dictionary, passed_over));
    for (const SourceFile& file : directory.code_lists) CROSSDOCK_TRY(read_code_lists(file, dictionary, passed_over));
    if (directory.code_lists.empty())
        passed_over.push_back({"UNCL", 0, "it is not there: elements have no code lists"});
    add_service_segments(dictionary);
    for (const SourceFile& file : directory.composites) CROSSDOCK_TRY(read_composites(file, dictionary, passed_over));
    for (const SourceFile& file : directory.segments) CROSSDOCK_TRY(read_segments(file, dictionary, passed_over));
    for (const SourceFile& file : directory.messages) {
        const Identity identity = identity_of(file);
        const std::string release = identity.version + "." + identity.release;
        if (release != dictionary.release) {
            passed_over.push_back(
                {file.name(), 0,
                 fmt::format("message {}: it is of {}, not of {}", identity.type, release, dictionary.release), true});
            continue;
        }
        if (is_interactive(file)) {
            passed_over.push_back(
                {file.name(), 0,
                 fmt::format("message {}: it is interactive, which formats do not read", identity.type)});
            continue;
        }
        auto message = read_message(file, dictionary);
        if (!message.ok()) {
            passed_over.push_back({file.name(), message.error().position.line,
                                   fmt::format("message {}: {}", identity.type, message.error().text), true});
            continue;
        }
        const std::string id = message.value().id;
        if (!dictionary.messages.emplace(id, std::move(message).value()).second)
            return file.error(0, fmt::format("message {} stands in another file too", id));
    }
    return {};
}

}  // namespace crossdock::dictionary::edifact
