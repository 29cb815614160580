#include <fmt/format.h>

#include "tests/plugins/http/listening.hpp"

using namespace crossdock::sdk::testing;
using namespace crossdock::http::testing;

namespace {

constexpr const char* json_fields = "X-Api-Key: secret\r\nContent-Type: application/json\r\n";

std::string keyed(const std::string& body, const std::string& idempotency_key) {
    return post(body, fmt::format("X-Api-Key: secret\r\nIdempotency-Key: {}\r\n", idempotency_key));
}

}  // namespace

TEST_CASE("an order is answered 202 with its id, and only once the host has it durably") {
    Listening shop;
    shop.host.intake.hold_verdicts();
    shop.host.intake.decide([](const ReceivedMessage&) { return Receipt{CROSSDOCK_ACCEPTED, "m-1", {}}; });
    shop.begin();
    auto answer =
        std::async(std::launch::async, [&] { return RawClient(shop.port()).ask(post("{\"number\":1}", json_fields)); });
    REQUIRE(shop.adapter->run_until([&] { return !shop.messages().empty(); }));
    CHECK(answer.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout);
    shop.host.intake.release_verdicts();
    shop.adapter->run_until([&] { return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    const HttpReply reply = answer.get();
    CHECK(reply.status == 202);
    CHECK(reply.body == "{\"id\":\"m-1\"}");
    CHECK(reply.field("location") == "/orders/m-1");
    CHECK(reply.field("content-type") == "application/json");
    CHECK_FALSE(reply.field("date").empty());

    REQUIRE(shop.messages().size() == 1);
    const auto message = shop.messages().front();
    CHECK(message.payload == "{\"number\":1}");
    CHECK(message.partner == "shop");
    CHECK(message.content_type == "application/json");
    CHECK(message.origin.starts_with("127.0.0.1:"));
    CHECK(message.dedupe_key.empty());
    CHECK(message.headers.front() == std::pair<std::string, std::string>{"path", "/orders"});
}

TEST_CASE("the same Idempotency-Key again is answered 200 with the first id") {
    Listening shop;
    shop.begin();
    const HttpReply first = shop.ask(keyed("order 1", "k-1"));
    const HttpReply again = shop.ask(keyed("order 1", "k-1"));
    CHECK(first.status == 202);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(shop.messages().front().dedupe_key == "shop/k-1");
    SECTION("with other content it is refused") {
        const HttpReply other = shop.ask(keyed("order 2", "k-1"));
        CHECK((other.status == 409 || other.status == 422));
        CHECK(other.field("content-type") == "application/problem+json");
    }
}

TEST_CASE("an Idempotency-Key counts for its partner only") {
    Listening shop;
    shop.host.config.add_secret("api-key", "other secret");
    shop.host.config.add("api-key-partner", "other");
    shop.begin();
    CHECK(shop.ask(keyed("order", "k-1")).status == 202);
    CHECK(shop.ask(post("order", "Authorization: bearer other secret\r\nIdempotency-Key: k-1\r\n")).status == 202);
    REQUIRE(shop.messages().size() == 2);
    CHECK(shop.messages()[1].partner == "other");
    CHECK(shop.messages()[1].dedupe_key == "other/k-1");
}

TEST_CASE("an Idempotency-Key can be required, and must be one") {
    Listening shop;
    shop.host.config.set("require-idempotency-key", "yes");
    shop.begin();
    CHECK(shop.ask(post("order")).status == 400);
    CHECK(shop.ask(keyed("order", std::string(256, 'k'))).status == 400);
    CHECK(shop.ask(keyed("order", "k\xFF")).status == 400);
    CHECK(shop.ask(keyed("order", "k-1")).status == 202);
    CHECK(shop.messages().size() == 1);
}

TEST_CASE("without a valid key nothing is taken in, and nothing of the request is recorded") {
    Listening shop;
    shop.begin();
    for (const char* fields :
         {"", "X-Api-Key: wrong\r\n", "X-Api-Key: secre\r\n", "X-Api-Key: \r\n", "Authorization: Bearer wrong\r\n",
          "Authorization: Basic c2VjcmV0\r\n", "Authorization: Bearer\r\n", "Authorization: secret\r\n"}) {
        INFO(fields);
        const HttpReply reply = shop.ask(post("order", fields));
        CHECK(reply.status == 401);
        CHECK(reply.field("www-authenticate") == "Bearer");
    }
    CHECK(shop.messages().empty());
    CHECK(shop.host.intake.refusals().empty());
    CHECK(shop.host.log.contains("no valid API key"));
}

TEST_CASE("a source may be open to all, who are then one partner") {
    Listening shop;
    shop.uses_key = false;
    shop.host.config.set("anonymous", "yes");
    shop.host.config.set("partner", "webshop");
    shop.begin();
    CHECK(shop.ask(post("order", "")).status == 202);
    CHECK(shop.messages().front().partner == "webshop");
}

TEST_CASE("other paths and methods are answered 404 and 405") {
    Listening shop;
    shop.begin();
    CHECK(shop.ask(post("order", "X-Api-Key: secret\r\n", "/elsewhere")).status == 404);
    CHECK(shop.ask(post("order", "X-Api-Key: secret\r\n", "/orders/")).status == 404);
    const HttpReply reply = shop.ask("GET /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\n\r\n");
    CHECK(reply.status == 405);
    CHECK(reply.field("allow") == "POST");
    CHECK(shop.ask("HEAD /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\n\r\n").field("connection") == "close");
    CHECK(shop.ask(post("order", "X-Api-Key: secret\r\n", "/returns?x=1")).status == 202);
    CHECK(shop.messages().front().headers.front().second == "/returns");
}

TEST_CASE("without credit the answer is 429 with Retry-After, and the connection goes on") {
    Listening shop;
    shop.begin(0);
    RawClient client(shop.port());
    const HttpReply busy = shop.beside([&] { return client.ask(post("order")); });
    CHECK(busy.status == 429);
    CHECK(busy.field("retry-after") == "1");
    shop.host.intake.grant(1);
    shop.adapter->drain();
    CHECK(shop.beside([&] { return client.ask(post("order")); }).status == 202);
}

TEST_CASE("a refusal of the host is answered by its class") {
    const auto [error_class, status] =
        GENERATE(table<crossdock_error_class, int>({{CROSSDOCK_ERROR_PERMANENT, 422},
                                                    {CROSSDOCK_ERROR_NEEDS_PERSON, 409},
                                                    {CROSSDOCK_ERROR_CONFIGURATION, 503},
                                                    {CROSSDOCK_ERROR_RETRY, 503},
                                                    {CROSSDOCK_ERROR_RETRY_AFTER, 503}}));
    Listening shop;
    const auto error = error_class;
    shop.host.intake.decide([error](const ReceivedMessage&) {
        return Receipt{CROSSDOCK_REFUSED, "", {error, "journal.no", "not \"now\"", 2500}};
    });
    shop.begin();
    const HttpReply reply = shop.ask(post("order"));
    CHECK(reply.status == status);
    CHECK(reply.body.find("\"code\":\"journal.no\",\"detail\":\"not \\\"now\\\"\"") != std::string::npos);
    CHECK(reply.field("retry-after") == (status == 503 ? "3" : ""));
}

TEST_CASE("the host failing while a request is handed over is answered 503") {
    Listening shop;
    shop.begin();
    const ErrorCopy full{CROSSDOCK_ERROR_RETRY, "journal.disk-full", "the disk is full"};
    SECTION("open") { shop.host.intake.fail_next_open(full); }
    SECTION("write") { shop.host.intake.fail_next_write(full); }
    SECTION("commit") { shop.host.intake.fail_next_commit(full); }
    CHECK(shop.ask(post("order")).status == 503);
    CHECK(shop.host.intake.open_messages() == 0);
    CHECK(shop.ask(post("order")).status == 202);
}

TEST_CASE("a client that prefers to wait gets the outcome of the run") {
    Listening shop;
    shop.begin();
    const std::string request = post("order", "X-Api-Key: secret\r\nPrefer: respond-async, wait=5\r\n");
    SECTION("when there is one") {
        shop.host.intake.reply_with([](const ReceivedMessage&) {
            return crossdock::sdk::testing::Reply{true, "{\"stock\":7}"};
        });
        const auto reply = shop.ask(request);
        CHECK(reply.status == 200);
        CHECK(reply.body == "{\"stock\":7}");
        CHECK(reply.field("content-type") == "application/json");
        CHECK(reply.field("preference-applied") == "wait=5");
    }
    SECTION("or the id when it took too long") {
        shop.host.intake.reply_with([](const ReceivedMessage&) { return crossdock::sdk::testing::Reply{false}; });
        const auto reply = shop.ask(request);
        CHECK(reply.status == 202);
        CHECK(reply.body.starts_with("{\"id\":\""));
    }
    SECTION("or why it failed") {
        shop.host.intake.reply_with([](const ReceivedMessage&) {
            return crossdock::sdk::testing::Reply{
                true, "", "", {CROSSDOCK_ERROR_PERMANENT, "flow.invalid", "no lines"}};
        });
        const auto reply = shop.ask(request);
        CHECK(reply.status == 422);
        CHECK(reply.body.find("\"id\":\"") != std::string::npos);
    }
    CHECK(shop.messages().front().reply_timeout_ms == 5000);
    CHECK(shop.host.intake.replies_owed() == 0);
}

TEST_CASE("how long a client may wait is bounded by the site") {
    Listening shop;
    shop.host.config.set("reply-timeout", "1000");
    shop.host.config.set("reply-timeout-max", "2000");
    shop.host.intake.reply_with([](const ReceivedMessage&) { return crossdock::sdk::testing::Reply{true, "{}"}; });
    shop.begin();
    CHECK(shop.ask(post("order")).status == 200);
    CHECK(shop.ask(post("order", "X-Api-Key: secret\r\nPrefer: wait=600\r\n")).status == 200);
    CHECK(shop.ask(post("order", "X-Api-Key: secret\r\nPrefer: wait=0\r\n")).status == 202);
    REQUIRE(shop.messages().size() == 3);
    CHECK(shop.messages()[0].reply_timeout_ms == 1000);
    CHECK(shop.messages()[1].reply_timeout_ms == 2000);
    CHECK(shop.messages()[2].reply_timeout_ms == 0);
}

TEST_CASE("requests that are sent ahead are answered in order, one at a time") {
    Listening shop;
    shop.begin();
    std::string many;
    for (int number = 0; number < 50; ++number)
        many += keyed(fmt::format("order {}", number), fmt::format("k{}", number));
    RawClient client(shop.port());
    shop.beside([&] {
        client.send(many);
        for (int number = 0; number < 50; ++number) CHECK(client.read().status == 202);
        return 0;
    });
    REQUIRE(shop.messages().size() == 50);
    for (std::size_t number = 0; number < 50; ++number)
        CHECK(shop.messages()[number].payload == fmt::format("order {}", number));
}

TEST_CASE("a client of HTTP/1.0 is answered and let go, or kept if it asks for that") {
    Listening shop;
    shop.begin();
    RawClient client(shop.port());
    const std::string request = "POST /orders HTTP/1.0\r\nX-Api-Key: secret\r\nContent-Length: 1\r\n";
    const HttpReply kept = shop.beside([&] { return client.ask(request + "Connection: keep-alive\r\n\r\nx"); });
    CHECK(kept.status == 202);
    CHECK(kept.field("connection") == "keep-alive");
    const HttpReply let_go = shop.beside([&] { return client.ask(request + "\r\nx"); });
    CHECK(let_go.status == 202);
    CHECK(let_go.field("connection") == "close");
    CHECK(client.is_ended());
}

TEST_CASE("a body in chunks is one message, and a client that waits for 100 is told to go on") {
    Listening shop;
    shop.begin();
    CHECK(shop.ask("POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n")
              .status == 202);
    CHECK(shop.messages()[0].payload == "abcdefg");
    RawClient client(shop.port());
    const HttpReply go_on = shop.beside([&] {
        return client.ask(
            "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: 5\r\nExpect: "
            "100-continue\r\n\r\n");
    });
    CHECK(go_on.status == 100);
    CHECK(shop.beside([&] { return client.ask("hello"); }).status == 202);
    CHECK(shop.messages()[1].payload == "hello");
}

TEST_CASE("contradictions in the site are named before anything listens") {
    Listening shop;
    FakeConfig& config = shop.host.config;
    std::string expected;
    SECTION("no key and not open") { expected = "api-key"; }
    SECTION("key and open") {
        config.add_secret("api-key", "x");
        config.set("anonymous", "yes");
        expected = "exclude each other";
    }
    SECTION("keys without their partners") {
        config.add_secret("api-key", "x");
        config.add_secret("api-key", "y");
        config.add("api-key-partner", "shop");
        expected = "one api-key-partner for each";
    }
    SECTION("a path that is none") {
        config.set("anonymous", "yes");
        config.add("path", "orders");
        expected = "begins with /";
    }
    SECTION("half of TLS") {
        config.set("anonymous", "yes");
        config.set("certificate", "/nowhere.pem");
        expected = "private-key";
    }
    SECTION("an address that is none") {
        config.set("anonymous", "yes");
        config.set("address", "example");
        expected = "cannot listen on example";
    }
    FakeAdapter adapter(shop.host,
                        crossdock::sdk::AdapterShell::release(crossdock::http::source_type().make(shop.host.raw())));
    const Answer answer = adapter.begin();
    CHECK(answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    CHECK(answer.error.text.find(expected) != std::string::npos);
}

TEST_CASE("a port that is taken is named") {
    Listening first;
    first.begin();
    Listening second;
    second.host.config.set("port", std::to_string(first.port()));
    second.host.config.add_secret("api-key", "x");
    FakeAdapter adapter(second.host,
                        crossdock::sdk::AdapterShell::release(crossdock::http::source_type().make(second.host.raw())));
    const Answer answer = adapter.begin();
    CHECK(answer.error.text.find("cannot listen on 127.0.0.1 port") != std::string::npos);
}
