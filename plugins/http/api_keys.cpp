#include "plugins/http/api_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <crossdock/cpp/failure.hpp>

#include "plugins/http/header_text.hpp"

namespace crossdock::http {

ApiKeys::Digest ApiKeys::digest_of(std::string_view key) {
    Digest digest{};
    if (EVP_Digest(key.data(), key.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw sdk::Failure::retry("http.digest", "OpenSSL could not compute a SHA-256 digest");
    return digest;
}

void ApiKeys::add(std::string_view key, std::string partner) {
    entries_.push_back({digest_of(key), std::move(partner)});
}

std::optional<std::string_view> ApiKeys::partner_of(std::string_view key) const {
    const Digest digest = digest_of(key);
    const Entry* found = nullptr;
    for (const Entry& entry : entries_)
        if (CRYPTO_memcmp(entry.digest.data(), digest.data(), digest.size()) == 0) found = &entry;
    if (found == nullptr) return {};
    return std::string_view(found->partner);
}

std::string_view key_of_request(std::string_view x_api_key, std::string_view authorization) noexcept {
    if (!x_api_key.empty()) return x_api_key;
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size() || !equal_ignoring_case(authorization.substr(0, scheme.size()), scheme))
        return {};
    return trimmed(authorization.substr(scheme.size()));
}

}  // namespace crossdock::http
