#include "plugins/file/claims.hpp"

#include "plugins/file/lasting_folder.hpp"

namespace crossdock::file {

namespace {

constexpr const char* lock_name = ".lock";

}  // namespace

Claims::Claims(sdk::Files& files, std::filesystem::path folder, std::function<std::string()> make_instance)
    : files_(&files),
      folder_(std::move(folder)),
      all_(folder_ / ".crossdock" / "claimed"),
      make_instance_(std::move(make_instance)) {}

Claims::~Claims() {
    if (!lock_) return;
    crossdock_error ignored = sdk::empty_error();
    static_cast<void>(sdk::guarded(&ignored, [&] {
        std::size_t left = 0;
        files_->list(mine_, [&](std::string_view name) { left += name == lock_name ? 0u : 1u; });
        if (left == 0) files_->remove(mine_ / lock_name);
        lock_.reset();
        if (left == 0) files_->remove_folder(mine_);
        return CROSSDOCK_OK;
    }));
}

void Claims::open() {
    if (lock_) return;
    // Another host that clears away dead folders may take a new one for dead until its lock is held: then another name.
    for (int attempt = 0; attempt < 5 && !lock_; ++attempt) {
        mine_ = all_ / make_instance_();
        for (const auto& folder : {all_.parent_path(), all_, mine_}) make_lasting_folder(*files_, folder);
        lock_ = files_->try_lock(mine_ / lock_name, true);
    }
    if (!lock_)
        throw sdk::Failure::retry("file.claim", "cannot lock a folder for claimed files below " + sdk::utf8_text(all_));
}

std::filesystem::path Claims::path_of(std::string_view name) const { return mine_ / sdk::utf8_path(name); }

sdk::Renamed Claims::take(std::string_view name) {
    return files_->rename(folder_ / sdk::utf8_path(name), path_of(name));
}

bool Claims::give_back(std::string_view name) {
    return files_->rename(path_of(name), folder_ / sdk::utf8_path(name)) == sdk::Renamed::yes;
}

void Claims::take_over(const std::function<void(const std::string&)>& take) {
    std::vector<std::filesystem::path> others;
    files_->list(all_, [&](std::string_view name) {
        if (const auto folder = all_ / sdk::utf8_path(name); folder != mine_) others.push_back(folder);
    });
    for (const auto& folder : others) take_over_from(folder, take);
}

void Claims::take_over_from(const std::filesystem::path& dead, const std::function<void(const std::string&)>& take) {
    auto lock = files_->try_lock(dead / lock_name, true);
    if (!lock) return;
    std::vector<std::string> left;
    files_->list(dead, [&](std::string_view name) {
        if (name != lock_name) left.emplace_back(name);
    });
    bool emptied = true;
    for (const std::string& name : left) {
        const auto moved = files_->rename(dead / sdk::utf8_path(name), path_of(name));
        if (moved == sdk::Renamed::yes) take(name);
        emptied = emptied && moved != sdk::Renamed::target_exists;
    }
    if (!emptied) return;
    files_->remove(dead / lock_name);
    lock.reset();
    files_->remove_folder(dead);
}

}  // namespace crossdock::file
