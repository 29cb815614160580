// A source that listens, with a fake host behind it.
#pragma once

#include <crossdock/testing/fake_adapter.hpp>

#include <catch2/catch.hpp>
#include <future>
#include <optional>
#include <string>

#include "plugins/http/types.hpp"
#include "tests/plugins/http/raw_client.hpp"

namespace crossdock::http::testing {

// `secret` is the key of partner `shop`. The clients run on threads of their own, the host's main thread is the test's.
class Listening {
public:
    Listening() {
        host.config.set("port", "0");
        host.config.set("address", "127.0.0.1");
        host.config.add("path", "/orders");
        host.config.add("path", "/returns");
        host.config.set("location", "{path}/{id}");
    }
    void begin(std::uint32_t credit = 100'000) {
        if (uses_key) {
            host.config.add_secret("api-key", "secret");
            host.config.add("api-key-partner", "shop");
        }
        adapter.emplace(host, sdk::AdapterShell::release(source_type().make(host.raw())));
        const auto begun = adapter->begin();
        INFO(begun.error.text);
        REQUIRE(begun.ok());
        host.intake.grant(credit);
        host.intake.replenish(true);
        adapter->drain();
    }
    // Runs `client` beside the host's main thread and answers what it answers.
    template <typename Client>
    auto beside(Client client) {
        auto result = std::async(std::launch::async, std::move(client));
        REQUIRE(adapter->run_until(
            [&] { return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, 20'000));
        return result.get();
    }
    HttpReply ask(const std::string& bytes) {
        return beside([this, bytes] { return RawClient(port(), trust).ask(bytes); });
    }
    [[nodiscard]] std::uint16_t port() const {
        constexpr std::string_view said = "listening on port ";
        for (const auto& line : host.log.lines())
            if (line.text.starts_with(said))
                return static_cast<std::uint16_t>(std::stoi(line.text.substr(said.size())));
        return 0;
    }
    [[nodiscard]] std::vector<sdk::testing::ReceivedMessage> messages() const { return host.intake.messages(); }

    sdk::testing::FakeHost host;
    std::optional<sdk::testing::FakeAdapter> adapter;
    bool uses_key = true;
    std::string trust;
};

}  // namespace crossdock::http::testing
