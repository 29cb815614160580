// Configuration from maps.
#include <crossdock/testing/fake_config.hpp>
#include <crossdock/testing/property_values.hpp>

namespace crossdock::sdk::testing {

void FakeConfig::apply_defaults(const crossdock_adapter_type& type) {
    for (std::uint64_t index = 0; index < type.property_count; ++index) {
        const crossdock_property& property = type.properties[index];
        if (property.default_value == nullptr || count(property.name) != 0) continue;
        if (auto value = read_form(property, property.default_value)) set(property.name, *std::move(value));
    }
}

void FakeConfig::forget(const std::string& name) {
    values_.erase(name);
    secrets_.erase(name);
    unreadable_.erase(name);
}

std::size_t FakeConfig::count(const std::string& name) const {
    const auto found = values_.find(name);
    if (found != values_.end()) return found->second.size();
    const auto secret = secrets_.find(name);
    return secret == secrets_.end() ? 0 : secret->second.size();
}

const std::string* FakeConfig::value(const std::string& name, std::uint64_t index) const {
    return at(values_, name, index);
}

const std::string* FakeConfig::secret(const std::string& name, std::uint64_t index) const {
    return at(secrets_, name, index);
}

const ErrorCopy* FakeConfig::secret_error(const std::string& name) const {
    const auto found = unreadable_.find(name);
    return found == unreadable_.end() ? nullptr : &found->second;
}

const std::string* FakeConfig::at(const Values& values, const std::string& name, std::uint64_t index) {
    const auto found = values.find(name);
    if (found == values.end() || index >= found->second.size()) return nullptr;
    return &found->second[static_cast<std::size_t>(index)];
}

}  // namespace crossdock::sdk::testing
