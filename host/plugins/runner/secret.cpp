#include "host/plugins/runner/secret.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace crossdock::plugins {

namespace {

constexpr std::string_view variable_prefix = "env:";
constexpr std::string_view file_prefix = "file:";

}  // namespace

bool is_secret_reference(std::string_view text) {
    return (text.starts_with(variable_prefix) && text.size() > variable_prefix.size()) ||
           (text.starts_with(file_prefix) && text.size() > file_prefix.size());
}

Result<std::string> read_secret(std::string_view reference) {
    if (!is_secret_reference(reference))
        return Error{"secret.not-a-reference", ErrorClass::configuration,
                     "a secret is given as env:NAME or file:PATH, never as text"};
    if (reference.starts_with(variable_prefix)) {
        const std::string name(reference.substr(variable_prefix.size()));
        const char* value = std::getenv(name.c_str());
        if (value == nullptr)
            return Error{"secret.variable-missing", ErrorClass::configuration,
                         fmt::format("the environment variable {} is not set", name)};
        return std::string(value);
    }
    const std::string path(reference.substr(file_prefix.size()));
    std::ifstream file(path, std::ios::binary);
    std::string value{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad())
        return Error{"secret.file-unreadable", ErrorClass::configuration,
                     fmt::format("the file {} cannot be read; it should hold the secret", path)};
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    return value;
}

void wipe(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace crossdock::plugins
