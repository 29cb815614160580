// The manifest beside a plugin's file, `<name>.manifest.xml`: what it is, and the digest that is verified before the
// library is opened, because opening runs its code.
//
//   <plugin-manifest name="x12" version="0.1.0" abi="0.1" platform="linux-x86_64" build-id="…" sha256="…"/>
#pragma once

#include <filesystem>
#include <string>

#include "host/base/result.hpp"

namespace crossdock::plugins {

struct Manifest {
    std::string name;
    std::string version;
    std::uint32_t abi_major = 0;
    std::uint32_t abi_minor = 0;
    std::string platform;
    std::string build_id;
    std::string digest;  // SHA-256 of the library, lower-case hexadecimal
};

// What libraries built for this host say: `linux-x86_64`.
std::string this_platform();

// `x12.so` → `x12.manifest.xml`.
std::filesystem::path manifest_path(const std::filesystem::path& library);

// SHA-256 of a file's content in hexadecimal. Code `plugin.cannot-read`.
Result<std::string> file_digest(const std::filesystem::path& file);

// Codes `manifest.missing`, `manifest.malformed`.
Result<Manifest> read_manifest(const std::filesystem::path& file);
Status write_manifest(const Manifest& manifest, const std::filesystem::path& file);

struct VerifiedPlugin {
    std::filesystem::path file;
    std::string digest;
    Manifest manifest;  // empty when there is none and none is asked for
};

// Reads the manifest beside the library and compares: ABI, platform, digest. The library is not opened. Codes
// `manifest.missing` unless `without_manifest`, `manifest.malformed`, `manifest.wrong-abi`, `manifest.wrong-platform`,
// `manifest.wrong-digest`.
Result<VerifiedPlugin> verify_plugin(const std::filesystem::path& library, bool without_manifest);

}  // namespace crossdock::plugins
