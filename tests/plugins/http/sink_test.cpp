#include <crossdock/testing/fake_adapter.hpp>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include "plugins/http/types.hpp"
#include "tests/plugins/http/scripted_server.hpp"
#include "tests/plugins/http/test_certificate.hpp"

using namespace crossdock::sdk::testing;
using namespace crossdock::http::testing;
using crossdock::sdk::AdapterShell;

namespace {

struct Sender {
    explicit Sender(const std::string& url) { host.config.set("url", url); }
    Answer begin() {
        adapter.emplace(host, AdapterShell::release(crossdock::http::sink_type().make(host.raw())));
        return adapter->begin();
    }
    Outcome deliver(std::uint32_t deadline_ms = 5000) {
        return adapter->deliver({"<order/>", {{"number", "47/11"}}, "key-1", "application/xml", 1, deadline_ms});
    }
    FakeHost host;
    std::optional<FakeAdapter> adapter;
};

}  // namespace

TEST_CASE("a delivery is a request with its key, its type and the site's credentials") {
    ScriptedServer server([](const SeenRequest&) { return answer(201, "{\"id\":\"so-9\"}"); });
    Sender sender(server.url() + "/api/");
    sender.host.config.set("path", "/orders/{number}?key={key}");
    sender.host.config.add("header", "X-Tenant: acme");
    sender.host.config.set_secret("api-key", "s3cret");
    sender.host.config.set_secret("bearer-token", "token");
    REQUIRE(sender.begin().ok());
    const Outcome outcome = sender.deliver();
    INFO(outcome.error.text);
    REQUIRE(outcome.ok());
    CHECK(outcome.reference == "so-9");
    REQUIRE(server.requests().size() == 1);
    const SeenRequest request = server.requests().front();
    CHECK(request.line() == "POST /api/orders/47%2F11?key=key-1 HTTP/1.1");
    CHECK(request.body == "<order/>");
    CHECK(request.has("\r\nIdempotency-Key: key-1\r\n"));
    CHECK(request.has("\r\nContent-Type: application/xml\r\n"));
    CHECK(request.has("\r\nX-Tenant: acme\r\n"));
    CHECK(request.has("\r\nX-Api-Key: s3cret\r\n"));
    CHECK(request.has("\r\nAuthorization: Bearer token\r\n"));
    CHECK_FALSE(request.has("Expect:"));
}

TEST_CASE("basic authentication is sent unasked") {
    ScriptedServer server([](const SeenRequest&) { return answer(200, "", "Location: /orders/9\r\n"); });
    Sender sender(server.url());
    sender.host.config.set("user", "erp");
    sender.host.config.set_secret("password", "pass");
    sender.host.config.set("method", "PUT");
    REQUIRE(sender.begin().ok());
    const Outcome outcome = sender.deliver();
    CHECK(outcome.ok());
    CHECK(outcome.reference == "/orders/9");
    CHECK(server.requests().front().has("Authorization: Basic ZXJwOnBhc3M="));
    CHECK(server.requests().front().line().starts_with("PUT / "));
}

TEST_CASE("an answer is a class of failure") {
    struct Row {
        int status;
        std::string fields;
        crossdock_error_class error_class;
        std::uint32_t retry_after_ms;
    };
    const auto row = GENERATE(values<Row>({{400, "", CROSSDOCK_ERROR_PERMANENT, 0},
                                           {404, "", CROSSDOCK_ERROR_PERMANENT, 0},
                                           {409, "", CROSSDOCK_ERROR_PERMANENT, 0},
                                           {422, "Retry-After: 5\r\n", CROSSDOCK_ERROR_PERMANENT, 0},
                                           {401, "", CROSSDOCK_ERROR_CONFIGURATION, 0},
                                           {403, "", CROSSDOCK_ERROR_CONFIGURATION, 0},
                                           {301, "Location: https://a\r\n", CROSSDOCK_ERROR_CONFIGURATION, 0},
                                           {408, "", CROSSDOCK_ERROR_RETRY, 0},
                                           {425, "", CROSSDOCK_ERROR_RETRY, 0},
                                           {429, "Retry-After: 7\r\n", CROSSDOCK_ERROR_RETRY_AFTER, 7000},
                                           {429, "Retry-After: soon\r\n", CROSSDOCK_ERROR_RETRY, 0},
                                           {500, "", CROSSDOCK_ERROR_RETRY, 0},
                                           {503, "Retry-After: 120\r\n", CROSSDOCK_ERROR_RETRY_AFTER, 120'000}}));
    ScriptedServer server([&](const SeenRequest&) { return answer(row.status, "because\nof this", row.fields); });
    Sender sender(server.url());
    REQUIRE(sender.begin().ok());
    const Outcome outcome = sender.deliver();
    CHECK_FALSE(outcome.ok());
    CHECK(outcome.status == CROSSDOCK_FAILED);
    CHECK(outcome.error.error_class == row.error_class);
    CHECK(outcome.error.retry_after_ms == row.retry_after_ms);
    CHECK(outcome.error.code == fmt::format("http.status-{}", row.status));
    if (row.status != 301) CHECK(outcome.error.text.find("because of this") != std::string::npos);
}

TEST_CASE("a server that is not there, or goes in the middle, is tried again") {
    ScriptedServer server([](const SeenRequest&) { return std::string(); });
    std::string url = server.url();
    SECTION("goes") {}
    SECTION("not there") { url = "http://127.0.0.1:1"; }
    SECTION("has no name") { url = "http://nowhere.invalid"; }
    Sender sender(url);
    REQUIRE(sender.begin().ok());
    const Outcome outcome = sender.deliver();
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_RETRY);
    CHECK(outcome.error.code == "http.unreachable");
}

TEST_CASE("a server that does not answer in time is tried again") {
    ScriptedServer server([](const SeenRequest&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(600));
        return answer(200);
    });
    Sender sender(server.url());
    REQUIRE(sender.begin().ok());
    const auto began = std::chrono::steady_clock::now();
    const Outcome outcome = sender.deliver(100);
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_RETRY);
    CHECK(outcome.error.code == "http.timeout");
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(500));
}

TEST_CASE("a delivery that is cancelled ends at once") {
    std::atomic<bool> go_on = false;
    ScriptedServer server([&](const SeenRequest&) {
        while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return answer(200);
    });
    Sender sender(server.url());
    REQUIRE(sender.begin().ok());
    const auto operation = sender.adapter->submit({"x"});
    REQUIRE(sender.adapter->run_until([&] { return !server.requests().empty(); }));
    sender.adapter->cancel(operation);
    const Outcome outcome = sender.adapter->finish(operation);
    go_on = true;
    CHECK(outcome.completed);
    CHECK(outcome.status == CROSSDOCK_CANCELLED);
    CHECK(sender.host.breaches().empty());
}

TEST_CASE("stopping lets go of what is under way, and each delivery ends once") {
    std::atomic<bool> go_on = false;
    ScriptedServer server([&](const SeenRequest&) {
        while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return answer(200);
    });
    Sender sender(server.url());
    REQUIRE(sender.begin().ok());
    std::vector<std::uint64_t> operations;
    for (int number = 0; number < 12; ++number) operations.push_back(sender.adapter->submit({"x"}));
    REQUIRE(sender.adapter->run_until([&] { return server.requests().size() == 8; }));
    REQUIRE(sender.adapter->stop().ok());
    go_on = true;
    for (const auto operation : operations) {
        const Outcome outcome = sender.adapter->finish(operation);
        INFO(outcome.error.text);
        // What a lane took up only after the stop was never begun.
        CHECK((outcome.status == CROSSDOCK_CANCELLED || outcome.error.code == "http.stopping"));
    }
    CHECK(sender.host.operations.pending() == 0);
    const Outcome late = sender.deliver();
    CHECK_FALSE(late.begun);
    CHECK(sender.host.breaches().empty());
}

TEST_CASE("connections are used again") {
    ScriptedServer server([](const SeenRequest&) { return answer(200); });
    Sender sender(server.url());
    REQUIRE(sender.begin().ok());
    for (int times = 0; times < 10; ++times) CHECK(sender.deliver().ok());
    std::set<int> connections;
    for (const auto& request : server.requests()) connections.insert(request.connection);
    CHECK(connections.size() == 1);
}

TEST_CASE("many deliveries at once keep to the bound of connections") {
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    ScriptedServer server([&](const SeenRequest&) {
        const int now = ++at_once;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        --at_once;
        return answer(200);
    });
    Sender sender(server.url());
    sender.host.config.set("connections-max", "3");
    REQUIRE(sender.begin().ok());
    std::vector<std::uint64_t> operations;
    for (int number = 0; number < 30; ++number) operations.push_back(sender.adapter->submit({"x"}));
    for (const auto operation : operations) CHECK(sender.adapter->finish(operation).ok());
    CHECK(most == 3);
}

TEST_CASE("what the host may rely on is what the site says of the server") {
    ScriptedServer server([](const SeenRequest& request) {
        if (request.line() == "GET /orders/by-key/k%201 HTTP/1.1") return answer(200, "{\"id\":7}");
        if (request.line() == "GET /orders/by-key/broken HTTP/1.1") return answer(500);
        return answer(404);
    });
    Sender plain(server.url());
    REQUIRE(plain.begin().ok());
    CHECK(plain.adapter->sink()->promise == CROSSDOCK_AT_LEAST_ONCE);
    Sender idempotent(server.url());
    idempotent.host.config.set("idempotent", "yes");
    REQUIRE(idempotent.begin().ok());
    CHECK(idempotent.adapter->sink()->promise == CROSSDOCK_IDEMPOTENT);
    CHECK(idempotent.adapter->sink()->check == nullptr);
    Sender checkable(server.url());
    checkable.host.config.set("check-path", "/orders/by-key/{key}");
    REQUIRE(checkable.begin().ok());
    CHECK(checkable.adapter->sink()->promise == CROSSDOCK_CHECKABLE);
    const Outcome there = checkable.adapter->check("k 1");
    CHECK(there.ok());
    CHECK(there.reference == "7");
    CHECK(checkable.adapter->check("k 2").status == CROSSDOCK_NOT_FOUND);
    CHECK(checkable.adapter->check("broken").error.error_class == CROSSDOCK_ERROR_RETRY);
}

TEST_CASE("a server's certificate is verified") {
    const TestCertificate identity;
    const TestCertificate other;
    ScriptedServer server([](const SeenRequest&) { return answer(200); }, identity.certificate, identity.private_key);
    const auto trusted = std::filesystem::temp_directory_path() / fmt::format("crossdock-ca-{}.pem", server.port());
    Sender sender(server.url());
    sender.host.config.set("ca-file", trusted.string());
    SECTION("and trusted when the site says so") {
        std::ofstream(trusted) << identity.certificate;
        REQUIRE(sender.begin().ok());
        CHECK(sender.deliver().ok());
    }
    SECTION("and refused when it is another's") {
        std::ofstream(trusted) << other.certificate;
        REQUIRE(sender.begin().ok());
        const Outcome outcome = sender.deliver();
        CHECK(outcome.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
        CHECK(outcome.error.code == "http.not-trusted");
        CHECK(server.requests().empty());
    }
    SECTION("and its name too") {
        std::ofstream(trusted) << identity.certificate;
        sender.host.config.set("url", fmt::format("https://127.0.0.2:{}", server.port()));
        REQUIRE(sender.begin().ok());
        CHECK_FALSE(sender.deliver().ok());
        CHECK(server.requests().empty());
    }
    std::filesystem::remove(trusted);
}

TEST_CASE("a response over the limit is a failure") {
    ScriptedServer server([](const SeenRequest&) { return answer(200, std::string(5000, 'x')); });
    Sender sender(server.url());
    sender.host.config.set("response-size-max", "4999");
    REQUIRE(sender.begin().ok());
    CHECK(sender.deliver().error.code == "http.response-too-large");
}

TEST_CASE("a header that the path needs and the delivery lacks ends the delivery") {
    ScriptedServer server([](const SeenRequest&) { return answer(200); });
    Sender sender(server.url());
    sender.host.config.set("path", "/{type}");
    REQUIRE(sender.begin().ok());
    const Outcome outcome = sender.deliver();
    CHECK_FALSE(outcome.begun);
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_PERMANENT);
    CHECK(server.requests().empty());
}

TEST_CASE("mistakes in the site are found before anything is sent") {
    Sender sender("http://localhost:1");
    FakeConfig& config = sender.host.config;
    std::string expected;
    SECTION("url") {
        config.set("url", "ftp://localhost");
        expected = "begins with http";
    }
    SECTION("user in url") {
        config.set("url", "http://me:pw@localhost");
        expected = "no user";
    }
    SECTION("header of two lines") {
        config.add("header", "X-A: b\r\nX-C: d");
        expected = "no header field";
    }
    SECTION("secret of two lines") {
        config.set_secret("api-key", "a\r\nb: c");
        expected = "api-key";
    }
    SECTION("half a login") {
        config.set("user", "me");
        expected = "password";
    }
    SECTION("path") {
        config.set("path", "orders");
        expected = "does not begin with /";
    }
    SECTION("check-path without key") {
        config.set("check-path", "/orders");
        expected = "{key}";
    }
    const Answer answered = sender.begin();
    CHECK(answered.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    CHECK(answered.error.text.find(expected) != std::string::npos);
}
