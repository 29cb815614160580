// Dictionary files that are there already, as far as somebody asks what there is: sets, counts, and what follows a set.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

struct KnownSet {
    std::string id;
    std::string name;
    std::vector<std::string> statements;  // `trace BEG03 order-number`, as they are written
};

// A folder FOLDER/STANDARD/RELEASE.
struct KnownRelease {
    Standard standard = Standard::x12;
    std::string id;
    std::filesystem::path folder;
    std::string provenance;  // of an import, what it was made from
    std::vector<KnownSet> sets;
    std::size_t segments = 0, composites = 0, elements = 0;
    std::size_t code_lists = 0, codes = 0;
};

// All releases of a folder of dictionaries, in order; none when there is no such folder. What is wrong in a file is not
// looked for: the format that reads it says that. Error `dictionary.unreadable`.
Result<std::vector<KnownRelease>> read_known(const std::filesystem::path& folder);

// Gives each message the statements (`trace`, `count`, `control`, …) that the known set of its name has, of the same
// release or else the nearest earlier, else the next; those that name what the message does not have are left out.
// Answers what was taken, a sentence each.
std::vector<std::string> take_statements(const std::vector<KnownRelease>& known, Dictionary& dictionary);

// The first words of a file that an import wrote.
inline constexpr std::string_view import_mark = "# Imported by crossdock edi dictionary import";

}  // namespace crossdock::dictionary
