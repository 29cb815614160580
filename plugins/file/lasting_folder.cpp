#include "plugins/file/lasting_folder.hpp"

#include <crossdock/cpp/failure.hpp>

#include <vector>

namespace crossdock::file {

void make_lasting_folder(sdk::Files& files, const std::filesystem::path& folder) {
    if (files.status(folder / ".")) {
        // It may come from a host that died before the name was durable. A parent that may not be opened has it from
        // somebody else.
        static_cast<void>(sdk::guarded(nullptr, [&] {
            files.sync_folder(folder.parent_path());
            return CROSSDOCK_OK;
        }));
        return;
    }
    if (folder.parent_path().has_relative_path()) make_lasting_folder(files, folder.parent_path());
    files.make_folder(folder);
    files.sync_folder(folder.parent_path());
}

}  // namespace crossdock::file
