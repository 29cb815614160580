// Clients that are slow, too large, malformed, or do not read.
#include <fmt/format.h>

#include <set>

#include "tests/plugins/http/listening.hpp"

using namespace crossdock::http::testing;

namespace {

constexpr const char* json_fields = "X-Api-Key: secret\r\nContent-Type: application/json; charset=utf-8\r\n";

}  // namespace

TEST_CASE("JSON that is none is answered 400 with pointer and offset, and only the refusal is recorded") {
    struct Bad {
        std::string body;
        std::string pointer;
        int offset;
    };
    const auto bad = GENERATE(values<Bad>({
        {"{\"number\":1", "/number", 11},
        {"{\"lines\":[{\"sku\":\"a\"},{\"sku\":x}]}", "/lines/1/sku", 29},
        {"{\"a/b~\":tru}", "/a~1b~0", 11},
        {"[1,2,]", "/2", 5},
        {"{} {}", "", 3},
        {"{\"a\":\"\xFF\"}", "/a", 6},
        {"hello", "", 0},
        {std::string("{\"a\":1}\0", 8), "", 7},
    }));
    INFO(bad.body);
    Listening shop;
    shop.begin();
    const HttpReply reply = shop.ask(post(bad.body, json_fields));
    CHECK(reply.status == 400);
    CHECK(reply.field("content-type") == "application/problem+json");
    INFO(reply.body);
    CHECK(reply.body.find("\"code\":\"json.malformed\"") != std::string::npos);
    CHECK(reply.body.find(fmt::format("\"pointer\":\"{}\",\"offset\":{}}}", bad.pointer, bad.offset)) !=
          std::string::npos);
    CHECK(shop.messages().empty());
    REQUIRE(shop.host.intake.refusals().size() == 1);
    CHECK(shop.host.intake.refusals().front().code == "json.malformed");
    CHECK(shop.host.intake.refusals().front().text.find(fmt::format("at byte {}", bad.offset)) != std::string::npos);
}

TEST_CASE("JSON that is nested too deep is answered 400, however deep it is") {
    Listening shop;
    shop.host.config.set("json-depth", "4");
    shop.begin();
    CHECK(shop.ask(post("[[[[1]]]]", json_fields)).status == 202);
    const HttpReply reply = shop.ask(post("{\"a\":[[[[1]]]]}", json_fields));
    CHECK(reply.status == 400);
    CHECK(reply.body.find("json.too-deep") != std::string::npos);
    CHECK(reply.body.find("\"pointer\":\"/a/0/0/0\"") != std::string::npos);
    CHECK(shop.ask(post(std::string(900'000, '['), json_fields)).status == 400);
}

TEST_CASE("a byte order mark before JSON is let pass, and other content is not looked into") {
    Listening shop;
    shop.begin();
    CHECK(shop.ask(post("\xEF\xBB\xBF{}", json_fields)).status == 202);
    CHECK(shop.ask(post("{", "X-Api-Key: secret\r\nContent-Type: text/plain\r\n")).status == 202);
}

TEST_CASE("the check of JSON can be left to the document's format") {
    Listening shop;
    shop.host.config.set("check-json", "no");
    shop.begin();
    CHECK(shop.ask(post("{", json_fields)).status == 202);
}

TEST_CASE("a body that is missing or encoded is answered 400 and 415") {
    Listening shop;
    shop.begin();
    CHECK(shop.ask(post("")).status == 400);
    CHECK(shop.ask("POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\n\r\n").status == 400);
    CHECK(shop.ask(post("x", "X-Api-Key: secret\r\nContent-Encoding: gzip\r\n")).status == 415);
    CHECK(shop.messages().empty());
}

TEST_CASE("a body over the limit is answered 413 and the connection ends") {
    Listening shop;
    shop.host.config.set("body-size-max", "1000");
    shop.begin();
    std::string request;
    SECTION("when its length is announced, before it comes") {
        request = "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: 1001\r\n\r\n";
    }
    SECTION("when it comes all the same") { request = post(std::string(500'000, 'x')); }
    SECTION("when it comes in chunks") {
        request = "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int chunk = 0; chunk < 11; ++chunk) request += "64\r\n" + std::string(100, 'x') + "\r\n";
    }
    RawClient client(shop.port());
    CHECK(shop.beside([&] { return client.ask(request); }).status == 413);
    CHECK(client.is_ended());
    REQUIRE(shop.host.intake.refusals().size() == 1);
    CHECK(shop.host.intake.refusals().front().code == "http.too-large");
    CHECK(shop.ask(post(std::string(1000, 'x'))).status == 202);
}

TEST_CASE("a stranger's large body is answered 401 and not recorded") {
    Listening shop;
    shop.begin();
    CHECK(shop.ask("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n").status == 401);
    CHECK(shop.ask("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n").status == 401);
    CHECK(shop.host.intake.refusals().empty());
}

TEST_CASE("header fields over the limit are answered 431") {
    Listening shop;
    shop.begin();
    RawClient client(shop.port());
    CHECK(shop.beside([&] {
                  return client.ask(post("x", "X-Api-Key: secret\r\nX-Long: " + std::string(40'000, 'x') + "\r\n"));
              })
              .status == 431);
    CHECK(client.is_ended());
}

TEST_CASE("what is no HTTP is answered 400") {
    const auto request = GENERATE(
        as<std::string>{}, "hello\r\n\r\n", "POST /orders\r\n\r\n", "POST /orders HTTP/9.9\r\n\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: -1\r\n\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nContent-Length: 3\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key: secret\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nX-Api-Key : secret\r\nContent-Length: 1\r\n\r\nx",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15));
    INFO(request);
    Listening shop;
    shop.begin();
    RawClient client(shop.port());
    CHECK(shop.beside([&] { return client.ask(request); }).status == 400);
    CHECK(client.is_ended());
    CHECK(shop.messages().empty());
}

TEST_CASE("a client that dribbles its header or body is answered 408, one that says nothing is let go") {
    Listening shop;
    shop.host.config.set("header-timeout", "300");
    shop.host.config.set("body-timeout", "300");
    shop.host.config.set("idle-timeout", "300");
    shop.begin();
    std::string start;
    int status = 408;
    SECTION("header") { start = "POST /orders HTTP/1.1\r\nHo"; }
    SECTION("body") { start = post("0123456789").substr(0, post("0123456789").size() - 4); }
    SECTION("nothing") { status = 0; }
    RawClient client(shop.port());
    const auto began = std::chrono::steady_clock::now();
    const HttpReply reply = shop.beside([&] {
        client.send(start);
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        if (!start.empty()) client.send("x");
        return client.read();
    });
    CHECK(reply.status == status);
    CHECK(client.is_ended());
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(3));
    CHECK(shop.host.intake.open_messages() == 0);
    CHECK(shop.ask(post("order")).status == 202);
}

TEST_CASE("a client that sends half a request and goes leaves nothing behind") {
    Listening shop;
    shop.begin();
    for (int times = 0; times < 20; ++times) {
        RawClient client(shop.port());
        client.send(post(std::string(1000, 'x')).substr(0, 200));
    }
    CHECK(shop.ask(post("order")).status == 202);
    CHECK(shop.messages().size() == 1);
}

TEST_CASE("a client that goes while it waits does not keep its message from being committed") {
    Listening shop;
    shop.host.intake.hold_verdicts();
    shop.begin();
    {
        RawClient client(shop.port());
        client.send(post("order"));
        REQUIRE(shop.adapter->run_until([&] { return !shop.messages().empty(); }));
    }
    shop.host.intake.release_verdicts();
    shop.adapter->drain();
    CHECK(shop.messages().front().receipt.verdict == CROSSDOCK_ACCEPTED);
    CHECK(shop.ask(post("order 2")).status == 202);
}

TEST_CASE("more connections than allowed wait for their turn") {
    Listening shop;
    shop.host.config.set("connections-max", "2");
    shop.begin();
    auto first = std::make_unique<RawClient>(shop.port());
    auto second = std::make_unique<RawClient>(shop.port());
    RawClient third(shop.port());
    CHECK(shop.beside([&] { return first->ask(post("1")); }).status == 202);
    CHECK(shop.beside([&] { return second->ask(post("2")); }).status == 202);
    third.send(post("3"));
    CHECK_FALSE(shop.adapter->run_until([&] { return shop.messages().size() > 2; }, 200));
    first.reset();
    CHECK(shop.beside([&] { return third.read(); }).status == 202);
}

TEST_CASE("hundreds of requests that wait are all answered when the host has decided") {
    Listening shop;
    shop.host.intake.hold_verdicts();
    shop.begin();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int number = 0; number < 400; ++number) {
        clients.push_back(std::make_unique<RawClient>(shop.port()));
        clients.back()->send(post(fmt::format("order {}", number)));
    }
    REQUIRE(shop.adapter->run_until([&] { return shop.messages().size() == 400; }));
    shop.host.intake.release_verdicts();
    shop.adapter->drain();
    std::set<std::string> ids;
    for (const auto& client : clients) {
        const HttpReply reply = client->read();
        CHECK(reply.status == 202);
        ids.insert(reply.body);
    }
    CHECK(ids.size() == 400);
}
