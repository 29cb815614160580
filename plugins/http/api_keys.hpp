// Who a request comes from, by the key it brings.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::http {

// Keeps digests, never keys. How long a look-up takes tells nothing about the keys. Safe from any thread once filled.
class ApiKeys {
public:
    // `partner` may be empty: then a document says who sent it.
    void add(std::string_view key, std::string partner);
    // The partner whose key it is; empty when it is nobody's.
    [[nodiscard]] std::optional<std::string_view> partner_of(std::string_view key) const;
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

private:
    using Digest = std::array<unsigned char, 32>;
    struct Entry {
        Digest digest{};
        std::string partner;
    };
    static Digest digest_of(std::string_view key);

    std::vector<Entry> entries_;
};

// The key that a request brings: `X-Api-Key`, else what follows `Bearer` in `Authorization`; empty when it has none.
std::string_view key_of_request(std::string_view x_api_key, std::string_view authorization) noexcept;

}  // namespace crossdock::http
