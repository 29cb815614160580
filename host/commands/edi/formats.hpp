// The formats of the installation that know their messages themselves, started without a site.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/commands/site_loader.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::commands::edi {

// What a person said about how files are to be read.
struct FormatChoice {
    std::string format;                               // an adapter type; empty: whichever recognises the file
    std::vector<std::filesystem::path> dictionaries;  // read after those that ship
    std::filesystem::path site_dictionaries{};        // in place of the site's own; empty: those
    plugins::FormatOptions options;                   // of every call: `validate`, …
};

// Used by one thread. Its clients end with it.
class Formats {
public:
    // Error `edi.unknown-format` when the chosen one is not installed or has no messages of its own, or what its start
    // says, such as a mistake in a dictionary.
    static Result<Formats> start(const FormatChoice& choice);

    // The one that is surest that bytes which begin so are its own. Error `edi.unrecognised`.
    [[nodiscard]] Result<plugins::FormatClient*> recognise(std::string_view head, std::string_view name);

private:
    struct Known {
        std::string name;
        std::unique_ptr<plugins::FormatClient> client;
    };

    std::unique_ptr<ScratchFolder> scratch_;  // outlives the adapters
    std::unique_ptr<plugins::AdapterHost> adapters_;
    std::vector<Known> formats_;
    bool chosen_ = false;
};

}  // namespace crossdock::commands::edi
