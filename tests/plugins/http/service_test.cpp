#include <crossdock/testing/fake_adapter.hpp>

#include <catch2/catch.hpp>

#include <optional>

#include "plugins/http/operation_line.hpp"
#include "plugins/http/types.hpp"
#include "tests/plugins/http/scripted_server.hpp"

using namespace crossdock::sdk::testing;
using namespace crossdock::http::testing;
using crossdock::http::parse_operation;
using crossdock::sdk::AdapterShell;

namespace {

struct Caller {
    explicit Caller(const std::string& url) {
        host.config.set("url", url);
        host.config.add("operation", "validate-customer POST /customers/validate safe");
        host.config.add("operation", "customer GET /customers/{number}");
        host.config.add("operation", "reserve POST /stock/{sku}/reservations idempotent compensated-by=release");
        host.config.add("operation", "release DELETE /stock/{sku}/reservations");
    }
    Answer begin() {
        adapter.emplace(host, AdapterShell::release(crossdock::http::service_type().make(host.raw())));
        return adapter->begin();
    }
    FakeHost host;
    std::optional<FakeAdapter> adapter;
};

}  // namespace

TEST_CASE("a call posts the request document and answers the response document") {
    ScriptedServer server([](const SeenRequest&) { return answer(200, "{\"valid\": true}"); });
    Caller caller(server.url());
    REQUIRE(caller.begin().ok());
    const Outcome outcome = caller.adapter->call("validate-customer", "{\"number\":\"7\"}");
    INFO(outcome.error.text);
    REQUIRE(outcome.ok());
    CHECK(outcome.response == "{\"valid\": true}");
    const SeenRequest request = server.requests().front();
    CHECK(request.line() == "POST /customers/validate HTTP/1.1");
    CHECK(request.body == "{\"number\":\"7\"}");
    CHECK(request.has("Content-Type: application/json"));
    CHECK(request.has("Idempotency-Key: key-1"));
}

TEST_CASE("the path takes values from the request document, encoded") {
    ScriptedServer server([](const SeenRequest&) { return answer(200, "{}"); });
    Caller caller(server.url());
    REQUIRE(caller.begin().ok());
    CHECK(caller.adapter->call("customer", "{\"number\":4711}").ok());
    CHECK(caller.adapter->call("customer", "{\"number\":\"../a b?c\"}").ok());
    CHECK(caller.adapter->call("release", "{\"sku\":\"A-1\"}").ok());
    REQUIRE(server.requests().size() == 3);
    CHECK(server.requests()[0].line() == "GET /customers/4711 HTTP/1.1");
    CHECK(server.requests()[0].body.empty());
    CHECK(server.requests()[1].line() == "GET /customers/..%2Fa%20b%3Fc HTTP/1.1");
    CHECK(server.requests()[2].line() == "DELETE /stock/A-1/reservations HTTP/1.1");
    for (const char* document : {"{}", "{\"number\":\"\"}", "{\"number\":\"..\"}", "{\"number\":{}}", "no json"}) {
        INFO(document);
        const Outcome outcome = caller.adapter->call("customer", document);
        CHECK_FALSE(outcome.begun);
        CHECK(outcome.error.code == "http.no-value-for-path");
    }
    CHECK(server.requests().size() == 3);
}

TEST_CASE("a response that is no JSON is a failure, none at all an empty object") {
    std::string response;
    ScriptedServer server([&](const SeenRequest&) { return response; });
    Caller caller(server.url());
    REQUIRE(caller.begin().ok());
    response = answer(200, "<html>login</html>");
    const Outcome html = caller.adapter->call("validate-customer", "{}");
    CHECK(html.error.code == "http.response-not-json");
    CHECK(html.error.error_class == CROSSDOCK_ERROR_PERMANENT);
    response = answer(204);
    CHECK(caller.adapter->call("validate-customer", "{}").response == "{}");
    response = answer(503, "", "Retry-After: 2\r\n");
    const Outcome busy = caller.adapter->call("validate-customer", "{}");
    CHECK(busy.error.error_class == CROSSDOCK_ERROR_RETRY_AFTER);
    CHECK(busy.error.retry_after_ms == 2000);
}

TEST_CASE("operations are declared with what the host may do with them") {
    Caller caller("http://127.0.0.1:1");
    REQUIRE(caller.begin().ok());
    const auto* service = caller.adapter->service();
    REQUIRE(service->operation_count(caller.adapter->self()) == 4);
    const auto* validate = service->operation_at(caller.adapter->self(), 0);
    CHECK(std::string(validate->name) == "validate-customer");
    CHECK((validate->flags & CROSSDOCK_OPERATION_SAFE) != 0);
    const auto* reserve = service->operation_at(caller.adapter->self(), 2);
    CHECK(reserve->flags == CROSSDOCK_OPERATION_IDEMPOTENT);
    CHECK(std::string(reserve->compensated_by) == "release");
    CHECK(service->operation_at(caller.adapter->self(), 4) == nullptr);
    CHECK(caller.adapter->call("nothing", "{}").error.code == "http.no-such-operation");
}

TEST_CASE("an operation that cannot be read is a mistake in the site") {
    for (const char* line : {"", "name", "name POST", "name FETCH /x", "name POST x", "name POST /x sure",
                             "name POST /x compensated-by=", "name POST /{x", "name POST /x#y"}) {
        INFO(line);
        CHECK_THROWS_AS(parse_operation(line), crossdock::sdk::Failure);
    }
    Caller caller("http://127.0.0.1:1");
    SECTION("two of a name") { caller.host.config.add("operation", "customer POST /x"); }
    SECTION("compensated by nothing") { caller.host.config.add("operation", "a POST /x compensated-by=b"); }
    CHECK(caller.begin().error.code == "http.bad-operation");
}
