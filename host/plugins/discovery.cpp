#include "host/plugins/discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "host/base/platform/process.hpp"
#include "host/base/quantity.hpp"
#include "host/plugins/inspection.hpp"

namespace crossdock::plugins {

namespace {

namespace fs = std::filesystem;

#if defined(_WIN32)
constexpr std::string_view library_extension = ".dll";
#else
constexpr std::string_view library_extension = ".so";
#endif

// What was read of plugins before, by their digest, so that nothing is opened again at each start.
class InspectionCache {
public:
    explicit InspectionCache(const fs::path& run_folder)
        : folder_(run_folder.empty() ? run_folder : run_folder / "plugins") {}

    [[nodiscard]] std::optional<PluginInfo> find(const VerifiedPlugin& plugin) const {
        if (folder_.empty()) return {};
        std::ifstream input(file(plugin), std::ios::binary);
        if (!input) return {};
        auto info = plugin_from_json(std::string{std::istreambuf_iterator<char>(input), {}});
        if (!info.ok() || info->digest != plugin.digest) return {};
        info->file = plugin.file;
        return *std::move(info);
    }
    void keep(const VerifiedPlugin& plugin, const PluginInfo& info) const {
        if (folder_.empty()) return;
        std::error_code ignored;
        fs::create_directories(folder_, ignored);
        std::ofstream(file(plugin), std::ios::binary) << to_json(info);
    }

private:
    [[nodiscard]] fs::path file(const VerifiedPlugin& plugin) const { return folder_ / (plugin.digest + ".json"); }
    fs::path folder_;
};

// Inspects the files in one worker; what it printed before it died counts.
Result<std::map<fs::path, PluginInfo>> inspect_in_worker(const fs::path& worker, const std::vector<fs::path>& files) {
    SpawnOptions options{worker, {"--inspect"}, true};
    for (const fs::path& file : files) options.arguments.push_back(file.string());
    CROSSDOCK_TRY_ASSIGN(const auto process, ChildProcess::spawn(options));
    const std::string output = process->read_output();
    const ExitStatus status = process->wait();
    std::map<fs::path, PluginInfo> found;
    for (std::size_t begin = 0; begin < output.size();) {
        const std::size_t end = std::min(output.find('\n', begin), output.size());
        if (auto info = plugin_from_json(std::string_view(output).substr(begin, end - begin)); info.ok()) {
            const fs::path file = info->file;
            found.emplace(file, *std::move(info));
        }
        begin = end + 1;
    }
    if (files.size() == 1 && found.empty()) {
        PluginInfo& info = found[files.front()];
        info.file = files.front();
        info.refused = Error{"plugin.died", ErrorClass::configuration,
                             fmt::format("{} cannot be opened: the process that tried ended ({})",
                                         files.front().filename().string(), describe(status))};
    }
    return found;
}

}  // namespace

std::vector<fs::path> list_plugin_files(const std::vector<fs::path>& folders) {
    std::map<std::string, fs::path> by_name;
    for (const fs::path& folder : folders) {
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(folder, failed))
            if (entry.path().extension() == library_extension)
                by_name.emplace(entry.path().stem().string(), entry.path());
    }
    std::vector<fs::path> files;
    files.reserve(by_name.size());
    for (auto& [name, file] : by_name) files.push_back(std::move(file));
    return files;
}

Result<VerifiedPlugin> find_plugin(const AdapterHostOptions& options, std::string_view name) {
    const std::vector<fs::path> files = list_plugin_files(options.plugin_folders);
    std::vector<std::string> known;
    for (const fs::path& file : files) {
        if (file.stem() == fs::path(name)) return verify_plugin(file, options.allow_plugins_without_manifest);
        known.push_back(file.stem().string());
    }
    const std::string_view near = nearest_word(name, known);
    return Error{"plugin.unknown", ErrorClass::configuration,
                 fmt::format("there is no plugin {}{}; looked for {}{} in {}", name,
                             near.empty() ? "" : fmt::format(" (did you mean {}?)", near), name, library_extension,
                             fmt::join(
                                 [&] {
                                     std::vector<std::string> folders;
                                     for (const fs::path& folder : options.plugin_folders)
                                         folders.push_back(folder.string());
                                     return folders;
                                 }(),
                                 " and "))};
}

Result<std::vector<PluginInfo>> find_plugins(const AdapterHostOptions& options) {
    const InspectionCache cache(options.run_folder);
    std::vector<PluginInfo> plugins;
    std::vector<VerifiedPlugin> unread;
    for (const fs::path& file : list_plugin_files(options.plugin_folders)) {
        auto verified = verify_plugin(file, options.allow_plugins_without_manifest);
        if (!verified.ok()) {
            PluginInfo& info = plugins.emplace_back();
            info.name = file.stem().string();
            info.file = file;
            info.refused = std::move(verified).error();
        } else if (auto known = cache.find(*verified)) {
            plugins.push_back(*std::move(known));
        } else {
            unread.push_back(*std::move(verified));
        }
    }
    if (!unread.empty()) {
        std::vector<fs::path> files;
        files.reserve(unread.size());
        for (const VerifiedPlugin& plugin : unread) files.push_back(plugin.file);
        CROSSDOCK_TRY_ASSIGN(auto found, inspect_in_worker(options.worker_program, files));
        for (const VerifiedPlugin& plugin : unread) {
            // One that took the worker down took those after it along: each of these gets a worker of its own.
            if (found.find(plugin.file) == found.end()) {
                CROSSDOCK_TRY_ASSIGN(auto alone, inspect_in_worker(options.worker_program, {plugin.file}));
                found.merge(alone);
            }
            PluginInfo info = std::move(found[plugin.file]);
            info.name = plugin.file.stem().string();
            info.file = plugin.file;
            info.digest = plugin.digest;
            if (!info.refused) cache.keep(plugin, info);
            plugins.push_back(std::move(info));
        }
    }
    std::sort(plugins.begin(), plugins.end(),
              [](const PluginInfo& one, const PluginInfo& other) { return one.name < other.name; });
    return plugins;
}

}  // namespace crossdock::plugins
