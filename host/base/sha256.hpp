// SHA-256 (FIPS 180-4), whole or in pieces.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace crossdock {

using Sha256Digest = std::array<std::byte, 32>;

// Digests what comes in pieces. One thread at a time; `finish` ends it, after which it begins anew.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::span<const std::byte> piece);
    Sha256Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Sha256Digest sha256(std::span<const std::byte> bytes);

// Lower-case hexadecimal.
std::string to_hex(std::span<const std::byte> bytes);

}  // namespace crossdock
