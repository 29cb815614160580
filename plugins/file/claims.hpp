// Files that this host has taken out of a watched folder, and those that a host that died had taken.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::file {

// A claim is a rename into `<folder>/.crossdock/claimed/<instance>/`, which one host wins. The instance's folder holds
// a lock as long as its process lives; a folder whose lock is free belonged to a process that died, and its files are
// taken over. Lock and rename work on local disks, SMB and NFS 4. One thread.
class Claims {
public:
    // `make_instance` answers a name that no other process will use.
    Claims(sdk::Files& files, std::filesystem::path folder, std::function<std::string()> make_instance);
    Claims(const Claims&) = delete;
    Claims& operator=(const Claims&) = delete;
    // Leaves what is still claimed to the next host.
    ~Claims();

    void open();
    // `target_exists`: a file of that name is claimed here already and not done with.
    sdk::Renamed take(std::string_view name);
    // Puts a claimed file back; false when its name is in use again.
    bool give_back(std::string_view name);
    // Claims what dead hosts left; `take` gets each name as soon as it is claimed, whatever fails after it.
    void take_over(const std::function<void(const std::string&)>& take);
    [[nodiscard]] std::filesystem::path path_of(std::string_view name) const;

private:
    void take_over_from(const std::filesystem::path& dead, const std::function<void(const std::string&)>& take);

    sdk::Files* files_;
    std::filesystem::path folder_;
    std::filesystem::path all_;
    std::filesystem::path mine_;
    std::function<std::string()> make_instance_;
    std::unique_ptr<sdk::FileLock> lock_;
};

}  // namespace crossdock::file
