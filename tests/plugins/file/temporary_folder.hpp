// A folder for one test, removed with all that is in it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace crossdock::file::testing {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::random_device random;
        path_ = std::filesystem::temp_directory_path() /
                ("crossdock-file-" + std::to_string(random()) + std::to_string(random()));
        std::filesystem::create_directories(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    void write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    void append(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary | std::ios::app) << content;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file(path_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
    // Names of the plain files below `folder`, sorted, without those that begin with a dot.
    [[nodiscard]] std::vector<std::string> files(const std::string& folder = ".") const {
        std::vector<std::string> names;
        if (!has(folder)) return names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path_ / folder))
            if (entry.is_regular_file() && entry.path().filename().string().front() != '.')
                names.push_back(std::filesystem::relative(entry.path(), path_ / folder).generic_string());
        std::sort(names.begin(), names.end());
        return names;
    }
    // Files directly in the folder.
    [[nodiscard]] std::vector<std::string> top() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path_))
            if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

private:
    std::filesystem::path path_;
};

}  // namespace crossdock::file::testing
