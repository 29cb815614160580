// What the system's files promise of a sync, looked at through the extents that the volume has given a file.
#include <crossdock/cpp/system_files.hpp>

#include <catch2/catch.hpp>

#include "tests/plugins/file/temporary_folder.hpp"

#ifdef __linux__

#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <array>

using crossdock::file::testing::TemporaryFolder;
using crossdock::sdk::system_files;
using crossdock::sdk::WritableFile;

namespace {

enum class OnDisk { no, yes, not_told };

// A file that was written and not yet flushed has no place on the disk: its extent is of delayed allocation.
OnDisk on_disk(const std::filesystem::path& path) {
    const crossdock::sdk::posix::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    REQUIRE(file.valid());
    alignas(fiemap) std::array<char, sizeof(fiemap) + sizeof(fiemap_extent)> room{};
    auto* const map = reinterpret_cast<fiemap*>(room.data());
    map->fm_length = FIEMAP_MAX_OFFSET;
    map->fm_extent_count = 1;
    if (::ioctl(file.number(), FS_IOC_FIEMAP, map) != 0) return OnDisk::not_told;
    if (map->fm_mapped_extents == 0) return OnDisk::no;
    return (map->fm_extents[0].fe_flags & FIEMAP_EXTENT_DELALLOC) != 0 ? OnDisk::no : OnDisk::yes;
}

}  // namespace

TEST_CASE("files that are synced together are on the disk, however many they are") {
    const std::size_t count = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{50});
    const TemporaryFolder folder;
    std::vector<std::filesystem::path> paths;
    std::vector<std::unique_ptr<WritableFile>> files;
    std::vector<WritableFile*> open;
    for (std::size_t index = 0; index < count; ++index) {
        paths.push_back(folder.path() / std::to_string(index));
        files.push_back(system_files().create(paths.back()));
        files.back()->write(std::string(20'000, 'x'));
        open.push_back(files.back().get());
    }
    if (on_disk(paths.back()) != OnDisk::no) {
        WARN("this volume does not tell what is on the disk: nothing was checked");
        return;
    }
    system_files().sync(open);
    for (const auto& path : paths) CHECK(on_disk(path) == OnDisk::yes);
}

#endif
