// What a library exports, read from its file without loading it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace crossdock::sdk::validator {

// The exported names of a 64-bit ELF shared object or PE library. Empty, with the reason in `failure`, when the file is
// neither or is damaged.
std::optional<std::vector<std::string>> exported_symbols(const std::filesystem::path& file, std::string& failure);

}  // namespace crossdock::sdk::validator
