// The server's TLS, from a certificate and a key.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace crossdock::http {

// TLS 1.2 and later. Throws a CONFIGURATION failure when certificate or key cannot be used.
boost::asio::ssl::context make_server_tls(const std::string& certificate_path, const std::string& private_key);

}  // namespace crossdock::http
