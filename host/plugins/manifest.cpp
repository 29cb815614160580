#include "host/plugins/manifest.hpp"

#include <crossdock/types.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>

#include "host/base/sha256.hpp"
#include "host/base/xml_file.hpp"

namespace crossdock::plugins {

namespace {

Error refusal(std::string code, std::string text) {
    return {std::move(code), ErrorClass::configuration, std::move(text)};
}

bool read_version(std::string_view text, Manifest& manifest) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return false;
    const auto read = [](std::string_view digits, std::uint32_t& number) {
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return failed == std::errc{} && end == digits.data() + digits.size();
    };
    return read(text.substr(0, dot), manifest.abi_major) && read(text.substr(dot + 1), manifest.abi_minor);
}

}  // namespace

std::string this_platform() {
#if defined(_WIN32)
    constexpr std::string_view system = "windows";
#else
    constexpr std::string_view system = "linux";
#endif
#if defined(__aarch64__)
    constexpr std::string_view processor = "aarch64";
#else
    constexpr std::string_view processor = "x86_64";
#endif
    return fmt::format("{}-{}", system, processor);
}

std::filesystem::path manifest_path(const std::filesystem::path& library) {
    std::filesystem::path path = library;
    return path.replace_extension(".manifest.xml");
}

Result<std::string> file_digest(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    if (!input)
        return Error{"plugin.cannot-read", ErrorClass::configuration, fmt::format("cannot read {}", file.string())};
    Sha256 sha256;
    std::vector<char> piece(1U << 20U);
    while (input) {
        input.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        sha256.update(std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(input.gcount()))));
    }
    return to_hex(sha256.finish());
}

Result<Manifest> read_manifest(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
        return refusal(
            "manifest.missing",
            fmt::format("there is no {}; make it with `crossdock-worker --write-manifest` once you trust the "
                        "plugin",
                        file.string()));
    CROSSDOCK_TRY_ASSIGN(const auto xml, XmlFile::load(file));
    std::vector<Error> errors;
    ElementReader reader(*xml, xml->root(), errors);
    if (reader.element() != "plugin-manifest")
        reader.mistake("manifest.malformed", "the root element is not <plugin-manifest>");
    Manifest manifest;
    manifest.name = reader.required("name");
    manifest.version = reader.optional("version");
    manifest.platform = reader.required("platform");
    manifest.build_id = reader.required("build-id");
    manifest.digest = reader.required("sha256");
    if (!read_version(reader.required("abi"), manifest) && errors.empty())
        reader.mistake("abi", "manifest.malformed", "abi is to be like \"0.1\"");
    reader.finish();
    if (errors.empty()) return manifest;
    return refusal("manifest.malformed", fmt::format("{} is no valid manifest", file.string()))
        .because_of(std::move(errors.front()));
}

Status write_manifest(const Manifest& manifest, const std::filesystem::path& file) {
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("plugin-manifest");
    const std::array attributes = {
        std::pair{"name", manifest.name},
        std::pair{"version", manifest.version},
        std::pair{"abi", fmt::format("{}.{}", manifest.abi_major, manifest.abi_minor)},
        std::pair{"platform", manifest.platform},
        std::pair{"build-id", manifest.build_id},
        std::pair{"sha256", manifest.digest},
    };
    for (const auto& [name, value] : attributes) root.append_attribute(name).set_value(value.c_str());
    if (document.save_file(file.c_str())) return {};
    return refusal("manifest.cannot-write", fmt::format("cannot write {}", file.string()));
}

Result<VerifiedPlugin> verify_plugin(const std::filesystem::path& library, bool without_manifest) {
    CROSSDOCK_TRY_ASSIGN(std::string digest, file_digest(library));
    Result<Manifest> manifest = read_manifest(manifest_path(library));
    if (!manifest.ok()) {
        if (without_manifest && manifest.error().code == "manifest.missing")
            return VerifiedPlugin{library, std::move(digest), {}};
        return std::move(manifest).error();
    }
    const std::string name = library.filename().string();
    if (manifest->digest != digest)
        return refusal("manifest.wrong-digest",
                       fmt::format("{} is not the file that its manifest describes: its SHA-256 is {} and the manifest "
                                   "says {}; restore the file, or make the manifest anew once you trust it",
                                   name, digest, manifest->digest));
    if (manifest->platform != this_platform())
        return refusal("manifest.wrong-platform", fmt::format("{} was built for {} and this host runs on {}", name,
                                                              manifest->platform, this_platform()));
    if (manifest->abi_major != CROSSDOCK_ABI_MAJOR || manifest->abi_minor > CROSSDOCK_ABI_MINOR)
        return refusal("manifest.wrong-abi",
                       fmt::format("{} was built for version {}.{} of the plugin ABI and this host has {}.{}", name,
                                   manifest->abi_major, manifest->abi_minor, CROSSDOCK_ABI_MAJOR, CROSSDOCK_ABI_MINOR));
    return VerifiedPlugin{library, std::move(digest), *std::move(manifest)};
}

}  // namespace crossdock::plugins
