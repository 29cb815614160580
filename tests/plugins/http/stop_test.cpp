// Starting and stopping a source with requests under way.
#include <atomic>
#include <thread>

#include "tests/plugins/http/listening.hpp"

using namespace crossdock::http::testing;

TEST_CASE("stopping answers what the host decided, tells the others to ask again, and takes nothing new") {
    Listening shop;
    shop.host.intake.hold_verdicts();
    shop.begin();
    RawClient decided(shop.port());
    RawClient undecided(shop.port());
    RawClient half(shop.port());
    RawClient idle(shop.port());
    decided.send(post("order 1"));
    REQUIRE(shop.adapter->run_until([&] { return shop.messages().size() == 1; }));
    shop.host.intake.release_verdicts();
    shop.adapter->drain();
    shop.host.intake.hold_verdicts();
    undecided.send(post("order 2"));
    half.send(post("order 3").substr(0, 60));
    REQUIRE(shop.adapter->run_until([&] { return shop.messages().size() == 2; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto port = shop.port();

    const auto began = std::chrono::steady_clock::now();
    REQUIRE(shop.adapter->stop().ok());
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(4));
    CHECK(decided.read().status == 202);
    const HttpReply told = undecided.read();
    CHECK(told.status == 503);
    CHECK(told.field("retry-after") == "1");
    CHECK(told.field("connection") == "close");
    CHECK(half.read().status == 503);
    CHECK(idle.read().status == 0);
    CHECK_THROWS(RawClient(port));

    shop.host.intake.release_verdicts();
    shop.adapter->drain();
    CHECK(shop.messages()[1].receipt.verdict == CROSSDOCK_ACCEPTED);
    CHECK(shop.host.intake.open_messages() == 0);
}

TEST_CASE("a source starts again after it was stopped, and late receipts do no harm") {
    Listening shop;
    shop.host.intake.hold_verdicts();
    shop.begin();
    RawClient client(shop.port());
    client.send(post("order 1"));
    REQUIRE(shop.adapter->run_until([&] { return shop.messages().size() == 1; }));
    REQUIRE(shop.adapter->stop().ok());
    shop.host.intake.release_verdicts();
    shop.adapter->drain();
    shop.host.config.set("port", std::to_string(shop.port()));
    REQUIRE(shop.adapter->start().ok());
    std::uint16_t port = 0;
    for (const auto& line : shop.host.log.lines())
        if (line.text.starts_with("listening on port "))
            port = static_cast<std::uint16_t>(std::stoi(line.text.substr(18)));
    CHECK(shop.beside([&] { return RawClient(port).ask(post("order 2")); }).status == 202);
}

TEST_CASE("destroying a source that listens ends its connections and leaves nothing with the host") {
    Listening shop;
    shop.begin();
    RawClient client(shop.port());
    CHECK(shop.beside([&] { return client.ask(post("order")); }).status == 202);
    shop.adapter.reset();
    CHECK(client.is_ended());
    CHECK(shop.host.outstanding().empty());
    CHECK(shop.host.breaches().empty());
}

TEST_CASE("sources are made and destroyed many times without anything piling up") {
    for (int times = 0; times < 30; ++times) {
        Listening shop;
        shop.begin();
        CHECK(shop.ask(post("order")).status == 202);
    }
}

TEST_CASE("stopping under load lets go of every connection, those whose request was just arriving too") {
    for (int times = 0; times < 5; ++times) {
        Listening shop;
        shop.begin();
        std::atomic<bool> over = false;
        std::vector<std::thread> clients;
        for (int number = 0; number < 8; ++number)
            clients.emplace_back([&over, client = std::make_unique<RawClient>(shop.port())] {
                while (!over)
                    if (client->ask(post("order")).status != 202) return;
            });
        CHECK(shop.adapter->run_until([&] { return shop.messages().size() > 200; }));
        const auto began = std::chrono::steady_clock::now();
        CHECK(shop.adapter->stop().ok());
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(4));
        shop.adapter.reset();
        over = true;
        for (std::thread& client : clients) client.join();
        CHECK(shop.host.outstanding().empty());
    }
}
