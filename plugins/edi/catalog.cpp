// Finds dictionary files, reads and compiles them.
#include "plugins/edi/catalog.hpp"

#include "plugins/edi/dictionary_compiler.hpp"
#include "plugins/edi/guide_compiler.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

namespace fs = std::filesystem;

std::string read_file(const Dialect& dialect, const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file)
        throw sdk::Failure::configuration(dialect.code("bad-dictionary"),
                                          fmt::format("{} cannot be read", path.string()));
    return text;
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        entries.push_back(at->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

}  // namespace

Catalog Catalog::load(const Dialect& dialect, const std::vector<fs::path>& folders,
                      const std::vector<fs::path>& guides) {
    std::map<std::string, ReleaseSource> sources;
    std::vector<fs::path> for_all;  // files beside the folders of releases
    for (const fs::path& folder : folders) {
        for (const fs::path& release : sorted_entries(folder / dialect.name)) {
            if (!fs::is_directory(release)) {
                if (release.extension() == ".dict") for_all.push_back(release);
                continue;
            }
            ReleaseSource& source = sources[release.filename().string()];
            source.dialect = &dialect;
            source.id = release.filename().string();
            for (const fs::path& file : sorted_entries(release))
                if (file.extension() == ".dict") read_dictionary(read_file(dialect, file), file.string(), source);
        }
    }
    for (const fs::path& file : for_all) {
        const std::string text = read_file(dialect, file);
        for (auto& [id, source] : sources) read_code_names(text, file.string(), source);
    }
    Catalog catalog;
    catalog.dialect_ = &dialect;
    for (const auto& [id, source] : sources) {
        const auto& release = catalog.releases_[id] = compile_release(source);
        for (const auto& [set, transaction] : source.transactions) {
            auto compiled = compile_transaction(transaction, *release, catalog.transactions_.size() + 1);
            catalog.transactions_[compiled->type] = std::move(compiled);
        }
    }
    std::vector<fs::path> guide_folders;
    guide_folders.reserve(folders.size() + guides.size());
    for (const fs::path& folder : folders) guide_folders.push_back(folder / "guides");
    guide_folders.insert(guide_folders.end(), guides.begin(), guides.end());
    catalog.load_guides(sources, guide_folders);
    if (catalog.transactions_.empty()) {
        std::string where;
        for (const fs::path& folder : folders) where += fmt::format(" {}", (folder / dialect.name).string());
        throw sdk::Failure::configuration(
            dialect.code("no-dictionaries"),
            fmt::format("no transaction set is described by a .dict file in{}: set `dictionaries` to the folder that "
                        "holds {}/RELEASE/*.dict",
                        where.empty() ? " any folder near the plugin" : where, dialect.name));
    }
    return catalog;
}

void Catalog::load_guides(const std::map<std::string, ReleaseSource>& releases, const std::vector<fs::path>& folders) {
    std::map<std::string, GuideSource> guides;
    for (const fs::path& folder : folders)
        for (const fs::path& file : sorted_entries(folder)) {
            if (file.extension() != ".guide") continue;
            const std::string name = file.stem().string();
            if (auto guide = read_guide(read_file(*dialect_, file), file.string(), name, *dialect_))
                guides.insert_or_assign(name, std::move(*guide));
        }
    for (const auto& [name, guide] : guides) {
        const std::size_t slash = guide.type.rfind('/');
        const auto release = releases.find(
            guide.type.substr(dialect_->name.size() + 1, slash - std::min(slash, dialect_->name.size() + 1)));
        const auto set = release == releases.end() ? decltype(release->second.transactions)::const_iterator{}
                                                   : release->second.transactions.find(guide.type.substr(slash + 1));
        if (release == releases.end() || set == release->second.transactions.end())
            guide.fail(guide.head.line, guide.head.words[1].column,
                       fmt::format("{} is not in the dictionaries; a type such as {} is right", guide.type,
                                   transactions_.empty() ? "x12/004010/850" : transactions_.begin()->first));
        GuidedSet made = compile_guide(guide, release->second, set->second, transactions_.size() + 1);
        releases_[made.transaction->type] = std::move(made.release);
        transactions_[made.transaction->type] = std::move(made.transaction);
        guides_.insert(name);
    }
}

const Transaction* Catalog::find(std::string_view type, std::string_view guides) const {
    const Transaction* guided = nullptr;
    while (!guides.empty()) {
        const std::size_t end = std::min(guides.find_first_of(", "), guides.size());
        const std::string_view name = guides.substr(0, end);
        guides.remove_prefix(std::min(end + 1, guides.size()));
        if (name.empty()) continue;
        if (guides_.find(name) == guides_.end())
            throw sdk::Failure::configuration(
                dialect_->code("unknown-guide"),
                fmt::format("there is no guide '{}'{}; a file {}.guide in the site's folder `guides` is right", name,
                            guides_.empty() ? "" : fmt::format(", only {}", fmt::join(guides_, ", ")), name));
        if (guided == nullptr) guided = find(fmt::format("{}@{}", type, name));
    }
    return guided == nullptr ? find(type) : guided;
}

const Transaction* Catalog::find(std::string_view type) const {
    const auto found = transactions_.find(type);
    return found == transactions_.end() ? nullptr : found->second.get();
}

bool Catalog::knows_release(std::string_view release) const {
    return std::any_of(transactions_.begin(), transactions_.end(),
                       [&](const auto& entry) { return entry.second->release->id == release; });
}

bool Catalog::knows_functional_id(std::string_view release, std::string_view functional_id) const {
    return std::any_of(transactions_.begin(), transactions_.end(), [&](const auto& entry) {
        return entry.second->release->id == release && entry.second->belongs_to(functional_id);
    });
}

std::vector<fs::path> guide_folders(const std::vector<std::string>& configured) {
    return {configured.begin(), configured.end()};
}

std::vector<fs::path> dictionary_folders(const std::vector<std::string>& configured, const fs::path& plugin_folder) {
    if (!configured.empty()) return {configured.begin(), configured.end()};
    const fs::path built = plugin_folder / ".." / "mappings";
    const fs::path installed = plugin_folder / ".." / ".." / ".." / "share" / "crossdock" / "mappings";
    for (const fs::path& folder :
         {plugin_folder / "dictionaries", built / "dictionaries", installed / "dictionaries"}) {
        std::error_code failed;
        if (fs::is_directory(folder, failed)) return {folder};
    }
    return {};
}

}  // namespace crossdock::edi
