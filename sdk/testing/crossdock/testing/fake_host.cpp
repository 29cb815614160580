// The fake host's own table, and its account of what the plugin holds and did wrong.
#include <crossdock/testing/fake_host.hpp>

namespace crossdock::sdk::testing {

FakeHost::FakeHost() {
    table_.struct_size = sizeof table_;
    table_.abi_major = CROSSDOCK_ABI_MAJOR;
    table_.abi_minor = CROSSDOCK_ABI_MINOR;
    table_.context = this;
    table_.get_extension = [](const crossdock_host* host, const char* id) { return of(host).extension(id); };
}

const void* FakeHost::extension(const char* id) {
    if (creating_) threads.breach(std::string("create asked the host for ") + id + "; it must not call the host");
    return withheld_.contains(id) ? nullptr : fake_extension_table(id);
}

std::vector<std::string> FakeHost::outstanding() const {
    std::vector<std::string> held;
    const auto note = [&held](std::size_t count, const char* what) {
        if (count != 0) held.push_back(std::to_string(count) + " " + what);
    };
    note(buffers.outstanding(), "buffer(s) never released");
    note(intake.open_messages(), "message(s) neither committed nor abandoned");
    note(operations.pending(), "operation(s) never completed");
    return held;
}

std::vector<std::string> FakeHost::breaches() const {
    std::vector<std::string> all = threads.breaches();
    for (const std::uint64_t operation : operations.completed_twice())
        all.push_back("operation " + std::to_string(operation) + " was completed twice");
    for (const std::uint64_t operation : operations.completed_unknown())
        all.push_back("operation " + std::to_string(operation) + " was completed but is not under way");
    for (std::string& misuse : intake.misuses()) all.push_back(std::move(misuse));
    if (buffers.released_twice() != 0)
        all.push_back(std::to_string(buffers.released_twice()) + " buffer release(s) too many");
    return all;
}

}  // namespace crossdock::sdk::testing
