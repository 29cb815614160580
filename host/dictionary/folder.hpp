// A release of dictionary files, put into a folder as a whole or not at all.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "host/base/result.hpp"
#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

// Files that were written beside their place and wait to be put there. What was not put there is removed by the
// destructor.
class NewRelease {
public:
    // Writes the files into a folder of its own inside `folder`, which is made when it is missing. Errors
    // `dictionary.exists` (FOLDER/STANDARD/RELEASE is there, and is not to be replaced or holds files that no import
    // wrote), `dictionary.unwritable`.
    static Result<NewRelease> write(const std::filesystem::path& folder, Standard standard, const std::string& release,
                                    const std::map<std::string, std::string>& files, bool replace);
    NewRelease(NewRelease&& other) noexcept;
    NewRelease& operator=(NewRelease&&) = delete;
    NewRelease(const NewRelease&) = delete;
    NewRelease& operator=(const NewRelease&) = delete;
    ~NewRelease();

    // A folder of dictionaries with this release alone, for whoever wants to try it first.
    [[nodiscard]] const std::filesystem::path& beside() const { return beside_; }
    // FOLDER/STANDARD/RELEASE.
    [[nodiscard]] const std::filesystem::path& place() const { return place_; }

    // Puts it there, in place of what was there. Error `dictionary.unwritable`; what was there is there again then.
    Status put_in_place();

private:
    NewRelease() = default;
    std::filesystem::path beside_;
    std::filesystem::path made_;  // the release in it
    std::filesystem::path place_;
};

}  // namespace crossdock::dictionary
