// `crossdock check`: every mistake of a site, without starting it.
#include <fmt/format.h>

#include "host/commands/command.hpp"
#include "host/commands/site_loader.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands {

int run_check(const Words& words) {
    Options options(
        "check [--site DIR]",
        "Reads, compiles and checks everything a site says, as 'run' would: its files, the folders and secrets of its "
        "adapters, its readiness address. Nothing is started but its formats. Each mistake is shown as "
        "file:line:column with what would be right.",
        {{"check --site dockside", "exit status 0: nothing is wrong"}, {"check --json", "the mistakes as JSON"}});
    if (!options.parse(words)) return options.exit_status();
    const SiteFolders folders(options.site());
    auto loaded = look_at_site(Installation::find(), folders);
    const std::vector<Error> errors = loaded.ok() ? loaded->errors : std::vector<Error>{loaded.error()};
    if (options.json()) {
        std::string list;
        for (const Error& error : errors)
            list += fmt::format("{}{{\"position\":{},\"code\":{},\"text\":{}}}", list.empty() ? "" : ",",
                                json_text(describe(error.position)), json_text(error.code), json_text(error.text));
        fmt::print("{{\"mistakes\":[{}]}}\n", list);
        return errors.empty() ? exit_ok : exit_failed;
    }
    if (!errors.empty()) return fail(errors);
    const site::Deployment& deployment = loaded.value().flows->deployment();
    fmt::print("{}: no mistakes ({} adapters, {} partners, {} flows, {} maps; deployment {})\n",
               deployment.config().name, deployment.config().adapters.size(), deployment.partners().partners().size(),
               loaded.value().flows->flows().size(), deployment.map_names().size(), deployment.digest().substr(0, 12));
    loaded.value().adapters->stop();
    return exit_ok;
}

}  // namespace crossdock::commands
