#include "plugins/file/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <crossdock/cpp/failure.hpp>

#include <array>

namespace crossdock::file {

namespace {

void require(int result) {
    if (result != 1) throw sdk::Failure::retry("file.digest", "OpenSSL could not compute a SHA-256 digest");
}

}  // namespace

void Digest::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    require(context_ != nullptr ? 1 : 0);
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Digest::add(std::string_view bytes) { require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }

std::string Digest::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), bytes.data(), &size));
    std::string text;
    for (unsigned int index = 0; index < size; ++index) text += fmt::format("{:02x}", bytes[index]);
    return text;
}

}  // namespace crossdock::file
