#include "host/schema/schema_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace crossdock::schema {

namespace {

constexpr std::uint64_t file_bytes_max = 16U << 20U;

Result<std::string> read_file(FileSystem& files, const std::filesystem::path& path) {
    CROSSDOCK_TRY_ASSIGN(const std::unique_ptr<File> file, files.open(path, OpenMode::read));
    CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, file->size());
    if (size > file_bytes_max)
        return Error{"schema.too-large", ErrorClass::configuration,
                     fmt::format("the file has {} bytes; a schema has at most {}", size, file_bytes_max)}
            .at({path.generic_string()});
    std::string text(size, '\0');
    CROSSDOCK_TRY_ASSIGN(const std::size_t read, file->read_at(0, std::as_writable_bytes(std::span(text))));
    text.resize(read);
    return text;
}

// `order/1` from `order-1`; empty when it is no such name.
std::string type_name(std::string_view stem) {
    const std::size_t dash = stem.rfind('-');
    if (dash == std::string_view::npos || dash == 0) return {};
    const std::string_view version = stem.substr(dash + 1);
    const bool number =
        !version.empty() && version.front() != '0' &&
        std::all_of(version.begin(), version.end(), [](char each) { return each >= '0' && each <= '9'; });
    return number ? fmt::format("{}/{}", stem.substr(0, dash), version) : std::string();
}

}  // namespace

void SchemaSet::add_folder(FileSystem& files, const std::filesystem::path& folder, Names& names,
                           std::vector<Error>& errors) {
    const Result<std::vector<std::string>> listed = files.list(folder);
    if (!listed.ok()) {
        errors.push_back(listed.error());
        return;
    }
    for (const std::string& name : *listed) {
        const std::filesystem::path file = folder / name;
        if (file.extension() != ".json") continue;
        if (Status status = add_file(files, file, names); !status.ok()) errors.push_back(std::move(status).error());
    }
}

Status SchemaSet::add_file(FileSystem& files, const std::filesystem::path& file, Names& names) {
    const std::string source = file.generic_string();
    const std::string name = type_name(file.stem().string());
    if (name.empty())
        return Error{"schema.file-name", ErrorClass::configuration,
                     "a schema's file is called by its name and version, such as order-1.json for order/1"}
            .at({source});
    if (const auto known = entries_.find(name); known != entries_.end())
        return Error{"schema.twice", ErrorClass::configuration,
                     fmt::format("there is a schema {} already, in {}; give this one another name or version", name,
                                 known->second.file.generic_string())}
            .at({source});
    CROSSDOCK_TRY_ASSIGN(const std::string text, read_file(files, file));
    CROSSDOCK_TRY_ASSIGN(std::unique_ptr<const Type> type, compile_type(name, text, source, names));
    entries_.emplace(name, Entry{std::move(type), file});
    return {};
}

const Type* SchemaSet::find(std::string_view name) const {
    const auto known = entries_.find(name);
    return known == entries_.end() ? nullptr : known->second.type.get();
}

}  // namespace crossdock::schema
