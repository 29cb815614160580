// The schemas of a deployment, by name.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/file_system.hpp"
#include "host/schema/type.hpp"

namespace crossdock::schema {

// Filled by one thread, then read by any.
class SchemaSet {
public:
    struct Entry {
        std::unique_ptr<const Type> type;
        std::filesystem::path file;
    };

    // Compiles each `*.json` of the folder and appends an error for each that cannot be used; the good ones are kept.
    // A schema is called by its `$id`, `order/1`, and lies in the file of that name, `order-1.json`. A name that is
    // there already, from this or another folder, is an error. A folder that does not exist is one too.
    void add_folder(FileSystem& files, const std::filesystem::path& folder, Names& names, std::vector<Error>& errors);

    // Null when there is none of that name.
    [[nodiscard]] const Type* find(std::string_view name) const;
    // All of them, sorted by name.
    [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

private:
    Status add_file(FileSystem& files, const std::filesystem::path& file, Names& names);

    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace crossdock::schema
