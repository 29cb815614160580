#include "host/dictionary/sources.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>

#include "host/dictionary/source_file.hpp"
#include "host/dictionary/x12/tables.hpp"

namespace crossdock::dictionary {

namespace {

namespace fs = std::filesystem;

constexpr int depth_max = 4;
constexpr std::size_t head_size = 16 * 1024;  // in which a message says what it is

Error no_source(std::string text) { return Error{"dictionary.no-source", ErrorClass::configuration, std::move(text)}; }

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

Result<std::vector<FoundFile>> files_of(const fs::path& folder) {
    std::vector<FoundFile> files;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        if (at->is_directory(failed) && at.depth() + 1 >= depth_max) at.disable_recursion_pending();
        if (at->is_regular_file(failed))
            files.push_back({at->path(), at->path().lexically_relative(folder).generic_string()});
    }
    if (failed)
        return no_source(fmt::format("{} cannot be read ({}): name the folder that holds the tables", folder.string(),
                                     failed.message()));
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

// `EDSD.96A`: the issue behind the point; empty when it is none.
std::string issue_of(const std::string& name) {
    std::string issue = upper(fs::path(name).extension().string());
    if (!issue.empty()) issue.erase(0, 1);
    if (issue.size() == 4 && issue.front() == 'D') issue.erase(0, 1);
    return issue.size() == 3 && all_digits(issue.substr(0, 2)) && issue[2] >= 'A' && issue[2] <= 'Z' ? issue : "";
}

bool is_message(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string head(head_size, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    const std::size_t at = head.find("Message Type");
    return at != std::string::npos && head.find_first_not_of(' ', at + 12) != std::string::npos &&
           head[head.find_first_not_of(' ', at + 12)] == ':';
}

// What a file of a directory is by its name; nothing for messages and others.
bool part_of(const std::string& stem, Part& part) {
    if (stem == "EDED" || stem == "TRED") return part = Part::elements, true;
    if (stem.starts_with("UNCL")) return part = Part::code_lists, true;
    if (stem == "EDCD" || stem == "TRCD") return part = Part::composites, true;
    if (stem == "EDSD" || stem == "TRSD") return part = Part::segments, true;
    return false;
}

Status sort_in(const FoundFile& file, Sources& sources, std::string& issue) {
    const std::string name = upper(file.path.filename().string());
    const auto& tables = x12::table_names();
    if (std::find(tables.begin(), tables.end(), name) != tables.end()) {
        const auto [other, added] = sources.tables.emplace(name, file);
        if (!added)
            return no_source(fmt::format("there are {} and {}: name a folder that holds the tables once",
                                         other->second.name, file.name));
        return {};
    }
    if (name == "CONDETL.TXT" || name == "CONTEXT.TXT" || name.ends_with(".ZIP")) {
        sources.others.push_back(file);
        return {};
    }
    Part part = Part::message;
    const bool directory_part = part_of(name.substr(0, name.find('.')), part) && !issue_of(name).empty();
    if (!directory_part) {
        if (is_message(file.path)) sources.parts.emplace(Part::message, file);
        return {};
    }
    if (issue.empty()) issue = issue_of(name);
    if (issue != issue_of(name))
        return no_source(
            fmt::format("{} is of directory {}, and others are of {}: name a folder that holds one directory",
                        file.name, issue_of(name), issue));
    if (part != Part::code_lists && sources.parts.count(part) != 0)
        return no_source(fmt::format("there are {} and {}: name a folder that holds the directory once",
                                     sources.parts.find(part)->second.name, file.name));
    sources.parts.emplace(part, file);
    return {};
}

// Six digits in the folder's name, with those of a version and release of X12 in front.
std::string release_in(const std::string& name) {
    for (std::size_t at = 0; at + 6 <= name.size(); ++at)
        if (name.compare(at, 2, "00") == 0 && all_digits(std::string_view(name).substr(at, 6)))
            return name.substr(at, 6);
    return {};
}

Status check_whole(const Sources& sources) {
    std::vector<std::string> missing;
    if (sources.standard == Standard::x12) {
        for (const std::string& table : x12::table_names())
            if (x12::is_required(table) && sources.tables.count(table) == 0) missing.push_back(table);
    } else {
        if (sources.parts.count(Part::elements) == 0) missing.emplace_back("EDED (data elements)");
        if (sources.parts.count(Part::composites) == 0) missing.emplace_back("EDCD (composites)");
        if (sources.parts.count(Part::segments) == 0) missing.emplace_back("EDSD (segments)");
        if (sources.parts.count(Part::message) == 0) missing.emplace_back("messages (ORDERS_D.96A, …)");
    }
    if (missing.empty()) return {};
    std::string packed;
    for (const FoundFile& other : sources.others)
        if (upper(other.name).ends_with(".ZIP")) packed += (packed.empty() ? "" : ", ") + other.name;
    return no_source(fmt::format("{} {} missing{}", fmt::join(missing, ", "), missing.size() == 1 ? "is" : "are",
                                 packed.empty() ? "" : fmt::format("; {} must be unpacked first", packed)));
}

}  // namespace

Result<Sources> find_sources(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return no_source(fmt::format("{} is no folder: name the one that holds the tables, unpacked", folder.string()));
    CROSSDOCK_TRY_ASSIGN(const std::vector<FoundFile> files, files_of(folder));
    Sources sources;
    std::string issue;
    for (const FoundFile& file : files) CROSSDOCK_TRY(sort_in(file, sources, issue));
    if (!sources.tables.empty() && !sources.parts.empty())
        return no_source(
            fmt::format("there are tables of X12 ({}) and of EDIFACT ({}): name a folder that holds one of "
                        "them",
                        sources.tables.begin()->second.name, sources.parts.begin()->second.name));
    if (sources.tables.empty() && sources.parts.empty())
        return no_source(
            fmt::format("no tables in {}: SETHEAD.TXT, SETDETL.TXT, … of X12, or EDSD.96A, EDCD.96A, EDED.96A, "
                        "UNCL.96A and messages such as ORDERS_D.96A of a UN/EDIFACT directory, all "
                        "unpacked, would be right",
                        folder.string()));
    sources.standard = sources.tables.empty() ? Standard::edifact : Standard::x12;
    if (sources.standard == Standard::edifact && !issue.empty()) sources.release = "D." + issue;
    if (sources.standard == Standard::x12)
        sources.release = release_in(fs::weakly_canonical(folder, ignored).filename().string());
    CROSSDOCK_TRY(check_whole(sources));
    return sources;
}

}  // namespace crossdock::dictionary
