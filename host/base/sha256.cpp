#include "host/base/sha256.hpp"

#include <openssl/evp.h>

#include <new>

namespace crossdock {

namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetching the algorithm costs more than digesting a kilobyte, so it is done once.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

}  // namespace

struct Sha256::Context {
    std::unique_ptr<EVP_MD_CTX, FreeContext> evp{EVP_MD_CTX_new()};

    Context() {
        if (!evp || EVP_DigestInit_ex2(evp.get(), algorithm(), nullptr) != 1) throw std::bad_alloc();
    }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> piece) {
    EVP_DigestUpdate(context_->evp.get(), piece.data(), piece.size());
}

Sha256Digest Sha256::finish() {
    Sha256Digest digest{};
    EVP_DigestFinal_ex(context_->evp.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    EVP_DigestInit_ex2(context_->evp.get(), nullptr, nullptr);
    return digest;
}

Sha256Digest sha256(std::span<const std::byte> bytes) {
    thread_local Sha256 state;
    state.update(bytes);
    return state.finish();
}

std::string to_hex(std::span<const std::byte> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<unsigned>(byte >> 4)];
        text += digits[std::to_integer<unsigned>(byte & std::byte{15})];
    }
    return text;
}

}  // namespace crossdock
