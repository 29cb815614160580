// Which files in a folder are tables, and of which standard.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

// What a file of a directory of EDIFACT describes.
enum class Part : std::uint8_t { elements, code_lists, composites, segments, message };

struct FoundFile {
    std::filesystem::path path;
    std::string name;  // below the folder, for people
};

struct Sources {
    Standard standard = Standard::x12;
    std::string release;                                   // empty: nothing says it
    std::map<std::string, FoundFile, std::less<>> tables;  // X12: by the table's name, `SETDETL.TXT`
    std::multimap<Part, FoundFile> parts;                  // EDIFACT
    std::vector<FoundFile> others;                         // tables that are known and not read, and archives
};

// Looks through the folder and those in it. Error `dictionary.no-source`.
Result<Sources> find_sources(const std::filesystem::path& folder);

}  // namespace crossdock::dictionary
