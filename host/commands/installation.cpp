#include "host/commands/installation.hpp"

#include <boost/dll/runtime_symbol_info.hpp>
#include <system_error>

namespace crossdock::commands {

namespace fs = std::filesystem;

namespace {

fs::path first_existing(const fs::path& one, const fs::path& other) {
    std::error_code ignored;
    return fs::exists(one, ignored) ? one : other;
}

}  // namespace

Installation Installation::find() {
    const fs::path programs = fs::path(boost::dll::program_location().parent_path().string());
    const fs::path prefix = programs.parent_path();
    Installation found;
    found.worker_program = programs / "crossdock-worker";
    found.plugin_folder = first_existing(prefix / "lib" / "crossdock" / "plugins", prefix / "plugins");
    found.mappings = first_existing(prefix / "share" / "crossdock" / "mappings", prefix / "mappings");
    return found;
}

SiteFolders::SiteFolders(const fs::path& given)
    : site(fs::absolute(given).lexically_normal()),
      journal(site / "journal"),
      run(site / "run"),
      plugins(site / "plugins") {}

}  // namespace crossdock::commands
