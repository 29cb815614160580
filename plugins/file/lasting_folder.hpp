// Folders that files are moved into.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <filesystem>

namespace crossdock::file {

// Makes a folder with its parents. When this returns its name survives a power cut, and so do the files that are moved
// into it: a folder that is lost takes them along.
void make_lasting_folder(sdk::Files& files, const std::filesystem::path& folder);

}  // namespace crossdock::file
