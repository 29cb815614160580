// All transaction sets that an adapter knows, loaded once from dictionary folders.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <filesystem>
#include <map>

namespace crossdock::edi {

// Immutable after `load`, so safe on any thread. What it hands out lives as long as it does.
class Catalog {
public:
    // Reads `FOLDER/x12/RELEASE/*.dict` of each folder (or whatever the dialect is called), and names of codes for all
    // releases from `FOLDER/x12/*.dict`; what a later folder
    // defines replaces the same of an earlier one. Throws sdk::Failure (configuration) naming file and line, or when
    // nothing was found.
    [[nodiscard]] static Catalog load(const Dialect& dialect, const std::vector<std::filesystem::path>& folders);

    [[nodiscard]] const Dialect& dialect() const { return *dialect_; }
    // By type, `x12/004010/850`; null when unknown.
    [[nodiscard]] const Transaction* find(std::string_view type) const;
    // Whether any set of the release (`004010`) is known.
    [[nodiscard]] bool knows_release(std::string_view release) const;
    // Whether a set of the release belongs to the functional group (`PO`).
    [[nodiscard]] bool knows_functional_id(std::string_view release, std::string_view functional_id) const;
    [[nodiscard]] const std::map<std::string, std::unique_ptr<const Transaction>, std::less<>>& transactions() const {
        return transactions_;
    }

private:
    const Dialect* dialect_ = nullptr;
    std::map<std::string, std::unique_ptr<const Release>, std::less<>> releases_;
    std::map<std::string, std::unique_ptr<const Transaction>, std::less<>> transactions_;
};

// Where dictionaries lie: those configured, else the first that exists of the plugin's folder, the build's
// and the installation's.
[[nodiscard]] std::vector<std::filesystem::path> dictionary_folders(const std::vector<std::string>& configured,
                                                                    const std::filesystem::path& plugin_folder);

}  // namespace crossdock::edi
