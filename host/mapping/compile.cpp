#include "host/mapping/compile.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "host/mapping/map_compiler.hpp"

namespace crossdock::mapping {

namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream)
        return Error{"map.unreadable", ErrorClass::configuration, "this file does not exist or cannot be read"}.at(
            {path.generic_string()});
    return text;
}

}  // namespace

Result<std::string> FileIncludeReader::read(std::string_view including_file, std::string_view file) {
    const std::filesystem::path path(file);
    for (const auto& part : path)
        if (path.is_absolute() || path.has_root_name() || part == "..")
            return Error{"map.include", ErrorClass::configuration,
                         "a file that is included lies beside the map or below it"};
    return read_file(std::filesystem::path(including_file).parent_path() / path);
}

CompiledMap compile_map(std::string_view xml, std::string_view file, const MapEnvironment& environment) {
    CompiledMap compiled;
    if (auto plan = MapCompiler(environment, compiled.errors).compile(xml, file))
        compiled.map = std::make_unique<const Map>(std::move(plan));
    return compiled;
}

CompiledMap compile_map_file(const std::string& file, const MapEnvironment& environment) {
    auto text = read_file(file);
    if (text.ok()) return compile_map(*text, file, environment);
    CompiledMap failed;
    failed.errors.push_back(std::move(text).error());
    return failed;
}

}  // namespace crossdock::mapping
