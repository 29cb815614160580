// The plugin under check, and one adapter of it under a fake host.
#pragma once

#include <crossdock/testing/testing.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "options.hpp"
#include "report.hpp"

namespace crossdock::sdk::validator {

using testing::FakeAdapter;
using testing::FakeHost;
using testing::Outcome;

// A loaded plugin; `type` is null while the library itself is checked.
struct Subject {
    Options options;
    std::filesystem::path scratch;  // an empty folder of this child
    void* library = nullptr;
    const crossdock_entry* entry = nullptr;
    const crossdock_adapter_factory* factory = nullptr;
    const crossdock_adapter_type* type = nullptr;

    [[nodiscard]] bool has(std::uint32_t interface) const noexcept { return (type->interfaces & interface) != 0; }
};

// Fills the fake host's configuration for an adapter of the subject's type: what --config gives, made-up values for
// required properties that it does not, defaults for the rest. Folders are made below `site`, and for a source one
// sample file is put into each.
void configure(const Subject& subject, const std::filesystem::path& site, FakeHost& host, Report& report);
// Is there a property whose value had to be made up, or a default path, so that a failing init is the check's doing?
std::string configuration_advice(const Subject& subject);

// One adapter from `create` to `destroy`, in a folder of its own. Its end reports what is outstanding and every breach
// of the contract. One thread.
class Session {
public:
    Session(const Subject& subject, Report& report);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    // False, reported, when it did not come that far.
    bool created() const noexcept { return adapter.table() != nullptr; }
    bool initialised();
    bool started();
    // Destroys the adapter and reports; called by the destructor if nobody did.
    void finish();

    FakeHost host;

private:
    const Subject& subject_;
    Report& report_;
    std::filesystem::path site_;

public:
    FakeAdapter adapter;  // made last: it needs the configured host
};

}  // namespace crossdock::sdk::validator
