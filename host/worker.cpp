// crossdock-worker: the process of one isolated adapter, and the one that opens plugins to look at them.
//
//   crossdock-worker --serve                      runs an adapter; the host tells which over standard input
//   crossdock-worker --inspect FILE...            prints what each plugin offers, one line of JSON each
//   crossdock-worker --write-manifest FILE...     writes the manifest beside each plugin
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>
#include <thread>

#include "host/plugins/hub/runner_place.hpp"
#include "host/plugins/inspection.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/manifest.hpp"

namespace {

using namespace crossdock;
using namespace crossdock::plugins;

// Ends at once: threads of the plugin may hang, so nothing is torn down.
[[noreturn]] void end(int code) {
    std::fflush(stdout);
    std::_Exit(code);
}

int serve() {
    std::signal(SIGINT, SIG_IGN);
    auto link = read_worker_input(std::cin);
    if (!link) {
        fmt::print(stderr, "crossdock-worker --serve is started by crossdock, not by hand\n");
        return 2;
    }
    // The host holds the other end for as long as it lives.
    std::thread([] {
        while (std::cin.get() != std::char_traits<char>::eof()) {
        }
        end(3);
    }).detach();
    link->context = std::make_shared<zmq::context_t>(1);
    LibraryCache libraries;
    Runner runner(*std::move(link), libraries, system_clock());
    end(runner.run() ? 0 : 4);
}

int inspect_all(std::span<char*> files) {
    for (const char* file : files) {
        fmt::print("{}\n", to_json(inspect(file)));
        std::fflush(stdout);
    }
    end(0);
}

int write_manifests(std::span<char*> files) {
    for (const std::filesystem::path file : files) {
        const auto library = PluginLibrary::open(file);
        const auto digest = file_digest(file);
        if (!library.ok() || !digest.ok()) {
            fmt::print(stderr, "{}\n", describe(library.ok() ? digest.error() : library.error()));
            end(1);
        }
        const crossdock_entry& entry = (*library)->entry();
        const Manifest manifest{entry.plugin_name, entry.plugin_version, entry.abi_major, entry.abi_minor,
                                this_platform(),   entry.build_id,       *digest};
        if (const Status written = write_manifest(manifest, manifest_path(file)); !written.ok()) {
            fmt::print(stderr, "{}\n", describe(written.error()));
            end(1);
        }
    }
    end(0);
}

}  // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    const std::string_view what = argc > 1 ? arguments[1] : "";
    if (what == "--serve") return serve();
    if (what == "--inspect") return inspect_all(arguments.subspan(2));
    if (what == "--write-manifest") return write_manifests(arguments.subspan(2));
    fmt::print(stderr, "usage: crossdock-worker --inspect FILE... | --write-manifest FILE...\n");
    return 2;
}
