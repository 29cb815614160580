// Where files go that are done with: an archive or the rejected ones.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace crossdock::file {

// Puts files into a folder without ever taking the place of one that is there: a name in use gets the message's id
// before its extension. Copies when the folder lies on another volume. One thread.
class Shelf {
public:
    Shelf(sdk::Files& files, std::filesystem::path folder, bool by_date);

    void open();
    // Answers where the file is now. `time_ms` (since 1970 UTC) names the day's folder, `id` is unique.
    std::filesystem::path put(const std::filesystem::path& from, std::string_view name, std::string_view id,
                              std::int64_t time_ms);
    // Writes `text` beside a file that was put.
    void annotate(const std::filesystem::path& file, std::string_view text);

private:
    std::filesystem::path folder_for(std::int64_t time_ms);
    std::filesystem::path copy_here(const std::filesystem::path& from, const std::filesystem::path& folder,
                                    std::string_view id);

    sdk::Files* files_;
    std::filesystem::path folder_;
    std::filesystem::path made_;
    bool by_date_;
};

}  // namespace crossdock::file
