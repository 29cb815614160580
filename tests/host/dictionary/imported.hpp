// An import as its tests look at it.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "host/dictionary/import.hpp"
#include "host/dictionary/writer.hpp"
#include "tests/host/dictionary/samples.hpp"

namespace crossdock::dictionary {

// What is in the files: their statements, without the comments above them.
struct Imported {
    std::map<std::string, std::string> files;
    PassedOverList passed_over;
    Dictionary dictionary;
};

inline Imported imported(const Files& files, const std::string& release = {},
                         const std::vector<std::string>& messages = {}) {
    const Folder folder(files);
    auto read = read_tables({folder.path(), release, messages});
    if (!read.ok()) FAIL(describe(read.error()));
    Imported result{write_files(read.value().dictionary, "by a test."), read.value().passed_over,
                    read.value().dictionary};
    const std::string version = "crossdock-dictionary 1\n\n";
    for (auto& [name, text] : result.files) {
        CHECK(text.starts_with("# Imported by crossdock edi dictionary import: "));
        text.erase(0, text.find(version) + version.size());
    }
    return result;
}

// Of an import that fails: `FILE:LINE: TEXT (CODE)`.
inline std::string failure(const Files& files, const std::string& release = {},
                           const std::vector<std::string>& messages = {}) {
    const Folder folder(files);
    const auto read = read_tables({folder.path(), release, messages});
    REQUIRE_FALSE(read.ok());
    return describe(read.error());
}

}  // namespace crossdock::dictionary
