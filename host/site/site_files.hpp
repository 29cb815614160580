// The files of a site as they were read at one moment: what a deployment is built from and remembered by.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::site {

// Texts by path relative to the site (`maps/order.xml`); what ships with Crossdock stands under `shipped/`.
class SiteFiles {
public:
    // Reads crossdock.xml, partners/, flows/, maps/, tables/, schemas/ and guides/ of `site`, and the same folders of
    // `shipped`. Hidden files and the golden cases beside maps are left out. Guides are read by formats, from the
    // folder itself; they stand here because a deployment is another one when they change.
    static Result<SiteFiles> read(const std::filesystem::path& site, const std::filesystem::path& shipped);
    explicit SiteFiles(std::map<std::string, std::string, std::less<>> texts) : texts_(std::move(texts)) {}

    [[nodiscard]] const std::string* find(std::string_view path) const;
    // Paths in `folder` that end with `ending`, sorted.
    [[nodiscard]] std::vector<std::string> in_folder(std::string_view folder, std::string_view ending) const;
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }
    // SHA-256 over all paths and texts, hexadecimal.
    [[nodiscard]] std::string digest() const;

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace crossdock::site
