// Maps as people write them, compiled against both types before any document comes.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/mapping/map.hpp"
#include "host/schema/type.hpp"

namespace crossdock::mapping {

class TableSet;

// Finds the types that maps name: canonical schemas, the site's own, what formats describe.
class TypeResolver {
public:
    virtual ~TypeResolver() = default;
    // The type stays alive while maps are compiled. Errors say what names there are; the code `type.reported` that what
    // is wrong with the type was said before.
    virtual Result<const schema::Type*> resolve(std::string_view name) = 0;
};

// Reads what a map includes. `file` is what the map wrote, relative to the map's own folder.
class IncludeReader {
public:
    virtual ~IncludeReader() = default;
    virtual Result<std::string> read(std::string_view including_file, std::string_view file) = 0;
};

// Reads from the file system, beside the including file; refuses absolute names and `..`.
class FileIncludeReader : public IncludeReader {
public:
    Result<std::string> read(std::string_view including_file, std::string_view file) override;
};

struct MapEnvironment {
    TypeResolver& types;
    const TableSet& tables;             // lives as long as the map
    IncludeReader* includes = nullptr;  // null: `include` is refused
    std::span<const std::string_view> variables{standard_variables};
};

// Either a map and no errors, or every mistake that was found and null; no mistake and null when all that is wrong are
// types that were reported before. Class configuration, with file, line, column.
struct CompiledMap {
    std::unique_ptr<const Map> map;
    std::vector<Error> errors;
};

// `file` names the text in errors.
CompiledMap compile_map(std::string_view xml, std::string_view file, const MapEnvironment& environment);
// Reads `file` and compiles it.
CompiledMap compile_map_file(const std::string& file, const MapEnvironment& environment);

}  // namespace crossdock::mapping
