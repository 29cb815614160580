// `crossdock init`: a new site from the one that ships.
#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "host/commands/command.hpp"
#include "host/commands/installation.hpp"

namespace crossdock::commands {

namespace fs = std::filesystem;

int run_init(const Words& words) {
    Options options("init DIR",
                    "Makes a site in DIR: a small distributor that takes X12 orders from a folder and web-shop orders "
                    "over HTTP, and writes its ERP's XML files. Change it to yours. DIR must be new or empty.",
                    {{"init dockside", "then put the shop's key into dockside/certs/webshop.key"},
                     {"run --site dockside", "start it"}});
    options.positional("folder");
    if (!options.parse(words)) return options.exit_status();
    const std::string folder = options.text("folder");
    if (folder.empty())
        return fail(Error{"init.no-folder", ErrorClass::configuration, "name the folder: crossdock init DIR"}),
               exit_usage;
    const fs::path site = fs::absolute(folder);
    const fs::path model = Installation::find().mappings / "site";
    std::error_code failure;
    if (fs::exists(site, failure) && !fs::is_empty(site, failure))
        return fail(Error{"init.not-empty", ErrorClass::configuration,
                          fmt::format("{} is not empty; name a new folder", site.string())});
    fs::create_directories(site, failure);
    if (!failure) fs::copy(model, site, fs::copy_options::recursive, failure);
    if (failure)
        return fail(Error{"init.failed", ErrorClass::configuration,
                          fmt::format("the site cannot be made in {}: {}", site.string(), failure.message())});
    for (const char* each :
         {"in/edi", "out/erp", "out/partners", "log", "plugins", "certs", "maps", "tables", "schemas"})
        fs::create_directories(site / each, failure);
    fmt::print(
        "A site was made in {0}. Put the key that the web shop sends into certs/webshop.key, then:\n\n"
        "  crossdock check --site {1}\n  crossdock run   --site {1}\n",
        site.string(), folder);
    return exit_ok;
}

}  // namespace crossdock::commands
