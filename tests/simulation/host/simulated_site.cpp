#include "tests/simulation/host/simulated_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/dll/shared_library.hpp>
#include <chrono>
#include <fstream>
#include <random>
#include <thread>

namespace crossdock::simulation {

namespace fs = std::filesystem;

namespace {

const fs::path build = CROSSDOCK_BINARY_DIR;
const fs::path other_volume = "/another-volume";
constexpr std::chrono::microseconds sync_takes{300};

commands::Installation installation() {
    return {build / "bin" / "crossdock-worker", build / "plugins", build / "mappings"};
}

std::uint16_t free_port() {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
    return acceptor.local_endpoint().port();
}

void replace(std::string& text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::logic_error(fmt::format("the default site has no {}", what));
    text.replace(at, what.size(), with);
}

std::string read_text(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

SimulatedSite::SimulatedSite(std::uint64_t seed, std::string left_out)
    : left_out_(std::move(left_out)),
      archive_place_(static_cast<ArchivePlace>(seed / 4 % 4)),
      folder_(fs::temp_directory_path() / fmt::format("crossdock-powercut-{:08x}", std::random_device{}())),
      port_(free_port()),
      files_(seed) {
    write_site();
    // What an operator made long ago.
    for (const fs::path& made :
         {folder_ / "in/edi", folder_ / "out/erp", folder_ / "out/partners", fs::path(backups)}) {
        (void)files_.create_directories(made);
        for (fs::path each = made; each.has_relative_path(); each = each.parent_path())
            (void)files_.sync_directory(each.parent_path());
    }
}

std::shared_ptr<SimulatedSite> SimulatedSite::make(std::uint64_t seed, std::string left_out) {
    auto site = std::make_shared<SimulatedSite>(seed, std::move(left_out));
    boost::dll::shared_library plugin(site->folder_ / "plugins" / "file.so");
    plugin.get<UseDisk>(use_disk_symbol)(site);
    // Stays open to the end of the process, like the host's own plugins.
    static std::vector<boost::dll::shared_library> open;
    open.push_back(std::move(plugin));
    return site;
}

SimulatedSite::~SimulatedSite() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void SimulatedSite::write_site() const {
    fs::create_directories(folder_ / "plugins");
    fs::create_directories(folder_ / "certs");
    fs::create_directories(folder_ / "run");
    fs::copy(build / "mappings" / "site", folder_, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::ofstream(folder_ / "certs" / "webshop.key") << api_key;
    // One file for all sites of this process: a library is loaded once for each place that it lies in.
    fs::create_symlink(SIMULATED_PLUGIN, folder_ / "plugins" / "file.so");
    std::string text = read_text(folder_ / "crossdock.xml");
    replace(text, R"(<journal low-water="256MiB"/>)",
            R"(<plugins allow-unsigned="yes"/><journal low-water="0" segment="16KiB"/>)");
    replace(text, R"(name="dockside")", R"(name="dockside" stop-within="2s")");
    replace(text, R"(attempts="10" first="1s" factor="2" longest="10m")",
            R"(attempts="1000" first="10ms" factor="1" longest="10ms")");
    replace(text, R"(poll="500ms")", R"(poll="5ms" stop-within="1s")");
    replace(text, R"(name="stable-for" value="500ms")",
            fmt::format(R"(name="stable-for" value="1ms"/><property name="archive" value="{}")", archive().string()));
    replace(text, R"(value="8080")", fmt::format(R"(value="{}")", port_));
    replace(text, R"(<readiness address="127.0.0.1:8079"/>)", "");
    std::ofstream(folder_ / "crossdock.xml") << text;
}

fs::path SimulatedSite::archive() const {
    switch (archive_place_) {
        case ArchivePlace::in_source: return folder_ / "in/edi/archive";
        case ArchivePlace::beside_source: return folder_ / "in/archive";
        case ArchivePlace::in_site: return folder_ / "archive/edi";
        default: return other_volume / "archive";
    }
}

journal::StoreOptions SimulatedSite::journal_options() {
    journal::StoreOptions options;
    options.folder = folder_ / "journal";
    options.files = &files_;
    options.payload_in_log_bytes_max = 3'000;
    options.index_run_entries = 16;
    options.disk_low_water_bytes = 0;
    options.syncs = this;
    return options;
}

std::unique_ptr<commands::Runtime> SimulatedSite::make_runtime() {
    return std::make_unique<commands::Runtime>(installation(), commands::SiteFolders(folder_), journal_options());
}

std::vector<std::string> SimulatedSite::names_in(const fs::path& folder) {
    auto names = files_.list(folder);
    if (!names.ok()) return {};
    std::erase_if(*names, [](const std::string& name) { return name.starts_with('.'); });
    return *std::move(names);
}

std::set<std::string> SimulatedSite::syncs() const {
    const std::lock_guard lock(mutex_);
    return syncs_;
}

void SimulatedSite::cut_power_at(const std::string& sync, std::uint64_t times, std::uint64_t operations) {
    const std::lock_guard lock(mutex_);
    aim_ = {sync, times, operations};
}

bool SimulatedSite::wanted(std::string name) {
    const bool wanted = name != left_out_;
    std::optional<std::uint64_t> cut_after;
    {
        const std::lock_guard lock(mutex_);
        if (name == aim_.sync && aim_.times != 0 && --aim_.times == 0) cut_after = aim_.operations;
        syncs_.insert(std::move(name));
    }
    // Whoever asks may have the disk to himself, so it is not touched under the lock.
    if (cut_after) files_.cut_power_after(*cut_after);
    return wanted;
}

// A disk takes its time, in which the next batch gathers.
bool SimulatedSite::wanted(journal::SyncPoint point) {
    if (point == journal::SyncPoint::log_batch) std::this_thread::sleep_for(sync_takes);
    const auto found = std::ranges::find(journal::sync_point_names, point, &journal::SyncPointName::point);
    return wanted(std::string(found->name));
}

// Relative to the site; what differs from start to start is left out.
std::string SimulatedSite::place(const fs::path& folder) const {
    std::string text = folder.lexically_relative(folder_).generic_string();
    if (text.starts_with("../")) text = folder.generic_string();
    for (char& letter : text)
        if (letter >= '0' && letter <= '9') letter = '#';
    const auto instance = text.find("claimed/");
    return instance == std::string::npos ? text : text.substr(0, instance + 8) + "…";
}

bool SimulatedSite::wants_bytes_synced(const fs::path& file) {
    return wanted("plugin: bytes in " + place(file.parent_path()));
}

bool SimulatedSite::wants_names_synced(const fs::path& folder) { return wanted("plugin: names in " + place(folder)); }

bool SimulatedSite::same_volume(const fs::path& one, const fs::path& other) {
    const auto apart = [](const fs::path& path) { return path.native().starts_with(other_volume.native()); };
    return apart(one) == apart(other);
}

}  // namespace crossdock::simulation
