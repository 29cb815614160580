#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tests/plugins/http/listening.hpp"
#include "tests/plugins/http/test_certificate.hpp"

using namespace crossdock::http::testing;
using crossdock::sdk::testing::Answer;
using crossdock::sdk::testing::FakeAdapter;

namespace {

class CertificateFile {
public:
    explicit CertificateFile(const std::string& content) {
        path_ = std::filesystem::temp_directory_path() /
                fmt::format("crossdock-tls-{}.pem", std::hash<std::string>{}(content));
        std::ofstream(path_) << content;
    }
    CertificateFile(const CertificateFile&) = delete;
    CertificateFile& operator=(const CertificateFile&) = delete;
    ~CertificateFile() { std::filesystem::remove(path_); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

}  // namespace

TEST_CASE("with a certificate the same is spoken over TLS") {
    const TestCertificate identity;
    const CertificateFile file(identity.certificate);
    Listening shop;
    shop.host.config.set("certificate", file.path());
    shop.host.config.set_secret("private-key", identity.private_key);
    shop.trust = identity.certificate;
    shop.begin();
    RawClient client(shop.port(), shop.trust);
    for (int times = 0; times < 3; ++times) CHECK(shop.beside([&] { return client.ask(post("order")); }).status == 202);
    CHECK(shop.beside([&] { return client.ask(post(std::string(300'000, 'x'))); }).status == 202);
    CHECK(shop.ask(post("order", "X-Api-Key: wrong\r\n")).status == 401);
    const HttpReply large =
        shop.ask("POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: 99999999\r\n\r\n");
    CHECK(large.status == 413);
}

TEST_CASE("a client that does not trust the certificate, or speaks no TLS, gets nowhere") {
    const TestCertificate identity;
    const TestCertificate other;
    const CertificateFile file(identity.certificate);
    Listening shop;
    shop.host.config.set("certificate", file.path());
    shop.host.config.set_secret("private-key", identity.private_key);
    shop.begin();
    CHECK_THROWS(RawClient(shop.port(), other.certificate));
    CHECK(RawClient(shop.port()).ask(post("order")).status == 0);
    shop.trust = identity.certificate;
    CHECK(shop.ask(post("order")).status == 202);
    CHECK(shop.messages().size() == 1);
}

TEST_CASE("a slow TLS handshake is cut, and stopping does not wait for one") {
    const TestCertificate identity;
    const CertificateFile file(identity.certificate);
    Listening shop;
    shop.host.config.set("certificate", file.path());
    shop.host.config.set_secret("private-key", identity.private_key);
    shop.host.config.set("header-timeout", "300");
    shop.begin();
    RawClient silent(shop.port());
    CHECK(silent.is_ended());
    RawClient another(shop.port());
    CHECK(shop.adapter->stop().ok());
    CHECK(another.is_ended());
}

TEST_CASE("a certificate and key that cannot be used are a mistake in the site") {
    const TestCertificate identity;
    const TestCertificate other;
    const CertificateFile good(identity.certificate);
    const CertificateFile bad("no certificate");
    Listening shop;
    shop.host.config.set("anonymous", "yes");
    SECTION("key of another") {
        shop.host.config.set("certificate", good.path());
        shop.host.config.set_secret("private-key", other.private_key);
    }
    SECTION("no certificate") {
        shop.host.config.set("certificate", bad.path());
        shop.host.config.set_secret("private-key", identity.private_key);
    }
    SECTION("no key") {
        shop.host.config.set("certificate", good.path());
        shop.host.config.set_secret("private-key", "no key");
    }
    FakeAdapter adapter(shop.host,
                        crossdock::sdk::AdapterShell::release(crossdock::http::source_type().make(shop.host.raw())));
    const Answer answer = adapter.init();
    CHECK(answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    CHECK(answer.error.code == "http.tls");
}
