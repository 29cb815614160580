// The adapter's configuration and secrets, from maps.
#pragma once

#include <crossdock/adapter.h>
#include <crossdock/testing/answer.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace crossdock::sdk::testing {

// Set everything before the adapter's `init`; read from any thread afterwards.
class FakeConfig {
public:
    std::string adapter_name = "under-test";

    // As the adapter reads it: durations in milliseconds, sizes in bytes, booleans as `yes` or `no`.
    void set(std::string name, std::string value) { values_[std::move(name)] = {std::move(value)}; }
    // One more value of a repeated property.
    void add(const std::string& name, std::string value) { values_[name].push_back(std::move(value)); }
    // As if it had never been set.
    void forget(const std::string& name);
    // A sensitive property, which the adapter reads through the secrets extension.
    void set_secret(std::string name, std::string value) { secrets_[std::move(name)] = {std::move(value)}; }
    void add_secret(const std::string& name, std::string value) { secrets_[name].push_back(std::move(value)); }
    // The secret cannot be read: its variable or file is missing.
    void fail_secret(std::string name, ErrorCopy error) { unreadable_[std::move(name)] = std::move(error); }

    // What is not set gets the default the type declares, in the form the adapter reads.
    void apply_defaults(const crossdock_adapter_type& type);

    [[nodiscard]] std::size_t count(const std::string& name) const;
    // Null when unset.
    [[nodiscard]] const std::string* value(const std::string& name, std::uint64_t index) const;
    [[nodiscard]] const std::string* secret(const std::string& name, std::uint64_t index) const;
    [[nodiscard]] const ErrorCopy* secret_error(const std::string& name) const;

private:
    using Values = std::map<std::string, std::vector<std::string>>;
    static const std::string* at(const Values& values, const std::string& name, std::uint64_t index);

    Values values_;
    Values secrets_;
    std::map<std::string, ErrorCopy> unreadable_;
};

}  // namespace crossdock::sdk::testing
