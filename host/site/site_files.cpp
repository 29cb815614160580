#include "host/site/site_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "host/base/binary.hpp"
#include "host/base/sha256.hpp"

namespace crossdock::site {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> folders{"partners", "flows", "maps", "tables", "schemas", "guides"};
constexpr std::array<std::string_view, 4> endings{".xml", ".json", ".csv", ".guide"};

Status read_into(const fs::path& file, const std::string& as, std::map<std::string, std::string, std::less<>>& texts) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{"site.unreadable", ErrorClass::configuration, "this file cannot be read; check its owner and mode"}
            .at({file.string()});
    texts[as] = {std::istreambuf_iterator<char>(stream), {}};
    return {};
}

Status read_folder(const fs::path& root, std::string_view folder, const std::string& prefix,
                   std::map<std::string, std::string, std::less<>>& texts) {
    std::error_code failure;
    const fs::path top = root / folder;
    fs::recursive_directory_iterator entry(top, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory()) {
            if (name == "cases" || name.starts_with(".")) entry.disable_recursion_pending();
            continue;
        }
        const std::string ending = entry->path().extension().string();
        if (name.starts_with(".") || std::find(endings.begin(), endings.end(), ending) == endings.end()) continue;
        CROSSDOCK_TRY(read_into(entry->path(),
                                prefix + std::string(folder) + "/" + fs::relative(entry->path(), top).generic_string(),
                                texts));
    }
    return {};
}

}  // namespace

Result<SiteFiles> SiteFiles::read(const fs::path& site, const fs::path& shipped) {
    std::map<std::string, std::string, std::less<>> texts;
    if (!fs::exists(site / "crossdock.xml"))
        return Error{"site.not-found", ErrorClass::configuration,
                     fmt::format("no site here: crossdock.xml was not found in {}; name the site's folder, or make a "
                                 "site with 'crossdock init DIR'",
                                 site.string())};
    CROSSDOCK_TRY(read_into(site / "crossdock.xml", "crossdock.xml", texts));
    for (const std::string_view folder : folders) {
        CROSSDOCK_TRY(read_folder(site, folder, "", texts));
        CROSSDOCK_TRY(read_folder(shipped, folder, "shipped/", texts));
    }
    return SiteFiles(std::move(texts));
}

const std::string* SiteFiles::find(std::string_view path) const {
    const auto found = texts_.find(path);
    return found == texts_.end() ? nullptr : &found->second;
}

std::vector<std::string> SiteFiles::in_folder(std::string_view folder, std::string_view ending) const {
    std::vector<std::string> found;
    const std::string prefix = std::string(folder) + "/";
    for (auto each = texts_.lower_bound(prefix); each != texts_.end() && each->first.starts_with(prefix); ++each)
        if (each->first.ends_with(ending)) found.push_back(each->first);
    return found;
}

std::string SiteFiles::digest() const {
    std::string all;
    ByteWriter writer(all);
    for (const auto& [path, text] : texts_) {
        writer.text(path);
        writer.text(text);
    }
    return to_hex(sha256(as_bytes(all)));
}

}  // namespace crossdock::site
