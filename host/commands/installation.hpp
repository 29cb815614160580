// Where the programs, plugins and shipped maps of this installation are.
#pragma once

#include <filesystem>
#include <vector>

namespace crossdock::commands {

// The same in a build tree and where it is installed: everything is found from the program's own place.
struct Installation {
    std::filesystem::path worker_program;
    std::filesystem::path plugin_folder;
    std::filesystem::path mappings;

    static Installation find();
};

// The folders that one site uses beside its configuration.
struct SiteFolders {
    explicit SiteFolders(const std::filesystem::path& site);
    std::filesystem::path site;
    std::filesystem::path journal;
    std::filesystem::path run;      // sockets and caches; nobody else may enter it
    std::filesystem::path plugins;  // the site's own
    [[nodiscard]] std::filesystem::path control_socket() const { return run / "control.sock"; }
};

}  // namespace crossdock::commands
