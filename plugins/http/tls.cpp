#include "plugins/http/tls.hpp"

#include <openssl/ssl.h>
#include <boost/asio/buffer.hpp>
#include <crossdock/cpp/failure.hpp>

namespace crossdock::http {

namespace ssl = boost::asio::ssl;

ssl::context make_server_tls(const std::string& certificate_path, const std::string& private_key) {
    ssl::context context(ssl::context::tls_server);
    boost::system::error_code failure;
    const auto require = [&](const std::string& what) {
        if (failure) throw sdk::Failure::configuration("http.tls", what + " cannot be used: " + failure.message());
    };
    context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                            ssl::context::no_compression,
                        failure);
    require("the minimum version");
    context.use_certificate_chain_file(certificate_path, failure);
    require("the certificate " + certificate_path);
    context.use_private_key(boost::asio::buffer(private_key), ssl::context::pem, failure);
    require("the private key");
    if (SSL_CTX_check_private_key(context.native_handle()) != 1)
        throw sdk::Failure::configuration("http.tls",
                                          "private-key does not belong to the certificate " + certificate_path);
    // A client that goes away without a close is no error worth telling; the length says where a message ends.
    SSL_CTX_set_options(context.native_handle(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    return context;
}

}  // namespace crossdock::http
