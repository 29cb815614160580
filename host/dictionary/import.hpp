// The tables that a site has licensed or downloaded, read into a dictionary.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/dictionary/dictionary.hpp"
#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary {

struct ImportRequest {
    std::filesystem::path from;         // a folder; tables may lie in folders of it
    std::string release;                // empty: as the tables or their folder say
    std::vector<std::string> messages;  // empty: all
};

struct Import {
    Dictionary dictionary;          // of the messages that were asked for, and what they use
    std::vector<std::string> read;  // files, below `from`
    std::string digest;             // SHA-256 over names and bytes of what was read
    PassedOverList passed_over;
};

// Reads the table files of ASC X12, or a UN/EDIFACT directory as UNECE publishes it: whichever is in the folder.
// Errors: `dictionary.no-source` (neither or both are there, or not whole), `dictionary.no-release` (none is said, or
// it is not that of the tables), `dictionary.no-message` (one that was asked for is not there, or not understood; or
// there is none at all), `dictionary.bad-source` (file and line), `dictionary.unreadable`.
Result<Import> read_tables(const ImportRequest& request);

}  // namespace crossdock::dictionary
