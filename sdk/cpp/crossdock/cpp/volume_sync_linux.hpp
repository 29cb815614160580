// One sync of a whole volume in place of many of single files, on Linux.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace crossdock::sdk::posix {

// syncfs(2) tells of bytes that could not be written since Linux 5.8; before, it is silent.
inline bool kernel_reports_volume_errors() noexcept {
    utsname system{};
    if (::uname(&system) != 0) return false;
    const std::string_view release = system.release;
    int major = 0;
    int minor = 0;
    const auto after_major = std::from_chars(release.data(), release.data() + release.size(), major);
    if (after_major.ptr == release.data() + release.size() || *after_major.ptr != '.') return false;
    std::from_chars(after_major.ptr + 1, release.data() + release.size(), minor);
    return major > 5 || (major == 5 && minor >= 8);
}

// Whether syncfs(2) is known to make new files durable on the volume of `descriptor`, the disk's cache included: ext4,
// XFS and Btrfs, ext2 and ext3 as far as ext4's driver serves them, which it does on every kernel that distributions
// ship. Of network shares and layered file systems it is not.
inline bool volume_syncs_whole(int descriptor) noexcept {
    constexpr unsigned ext4 = 0xEF53;
    constexpr unsigned xfs = 0x58465342;
    constexpr unsigned btrfs = 0x9123683E;
    static const bool reports = kernel_reports_volume_errors();
    struct statfs volume {};
    if (!reports || ::fstatfs(descriptor, &volume) != 0) return false;
    const auto kind = static_cast<unsigned>(volume.f_type);
    return kind == ext4 || kind == xfs || kind == btrfs;
}

inline std::optional<dev_t> volume_of(int descriptor) noexcept {
    struct stat info {};
    if (::fstat(descriptor, &info) != 0) return {};
    return info.st_dev;
}

}  // namespace crossdock::sdk::posix
