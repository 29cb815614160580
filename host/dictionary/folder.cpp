#include "host/dictionary/folder.hpp"

#include <fmt/format.h>

#include <fstream>
#include <random>
#include <utility>

#include "host/dictionary/known.hpp"

namespace crossdock::dictionary {

namespace {

namespace fs = std::filesystem;

Error unwritable(const fs::path& path, const std::string& why) {
    return Error{"dictionary.unwritable", ErrorClass::configuration,
                 fmt::format("{} cannot be written: {}", path.string(), why)};
}

bool is_imported(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string head(import_mark.size(), '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    return file.gcount() == static_cast<std::streamsize>(head.size()) && head == import_mark;
}

Status check_free(const fs::path& place, bool replace) {
    std::error_code failed;
    if (!fs::exists(place, failed)) return {};
    if (!replace)
        return Error{"dictionary.exists", ErrorClass::configuration,
                     fmt::format("{} is there already: --replace writes it anew", place.string())};
    for (fs::directory_iterator at(place, failed), end; !failed && at != end; at.increment(failed))
        if (!is_imported(at->path()))
            return Error{"dictionary.exists", ErrorClass::configuration,
                         fmt::format("{} was not written by an import, and would be lost: move it to another folder of "
                                     "dictionaries",
                                     at->path().string())};
    return {};
}

}  // namespace

Result<NewRelease> NewRelease::write(const fs::path& folder, Standard standard, const std::string& release,
                                     const std::map<std::string, std::string>& files, bool replace) {
    NewRelease made;
    made.place_ = folder / name_of(standard) / release;
    CROSSDOCK_TRY(check_free(made.place_, replace));
    made.beside_ = folder / fmt::format(".import-{:08x}", std::random_device{}());
    made.made_ = made.beside_ / name_of(standard) / release;
    std::error_code failed;
    fs::create_directories(made.made_, failed);
    if (failed) return unwritable(made.made_, failed.message());
    for (const auto& [name, text] : files) {
        std::ofstream file(made.made_ / name, std::ios::binary);
        file << text;
        file.close();
        if (!file) return unwritable(made.made_ / name, "is there room on the disk, and may you write there?");
    }
    return made;
}

NewRelease::NewRelease(NewRelease&& other) noexcept
    : beside_(std::exchange(other.beside_, {})), made_(std::move(other.made_)), place_(std::move(other.place_)) {}

NewRelease::~NewRelease() {
    std::error_code ignored;
    if (!beside_.empty()) fs::remove_all(beside_, ignored);
}

Status NewRelease::put_in_place() {
    std::error_code failed;
    const fs::path old = beside_ / "old";
    const bool replaces = fs::exists(place_, failed);
    fs::create_directories(place_.parent_path(), failed);
    if (failed) return unwritable(place_.parent_path(), failed.message());
    if (replaces) fs::rename(place_, old, failed);
    if (failed) return unwritable(place_, failed.message());
    fs::rename(made_, place_, failed);
    if (!failed) return {};
    std::error_code ignored;
    if (replaces) fs::rename(old, place_, ignored);
    return unwritable(place_, failed.message());
}

}  // namespace crossdock::dictionary
