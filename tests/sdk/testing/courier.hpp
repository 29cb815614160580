// An adapter for the tests of the fake host: it hands over one message a poll, delivers what it is given to a list,
// and echoes as a service.
#pragma once

#include <crossdock/cpp/plugin.hpp>
#include <crossdock/cpp/service.hpp>
#include <crossdock/cpp/sink.hpp>
#include <crossdock/cpp/source.hpp>

#include <string>
#include <thread>
#include <vector>

namespace crossdock::sdk::testing {

class Courier : public AdapterOf<Courier, Source, Sink, Service> {
public:
    using AdapterOf::AdapterOf;

    void init() override {
        declare({"echo", "Answers with the request"});
        polls_ = host().declare_metric(1, "polls", "how often it was polled");
        if (host().flag_or("stubborn", false))
            throw Failure::configuration("courier.stubborn", "stubborn is yes; set it to no");
    }
    void stop() override { finish_held(); }

    bool poll() override {
        host().record(polls_, 1);
        OpenMessage message(host());
        if (!message.opened()) return true;
        message.write("first ");
        message.write("second");
        if (host().flag_or("gives-up", false)) return false;
        message.commit({host().property_or("key", ""), "desk", "", "text/plain", 0, {{"a", "b"}}});
        return false;
    }
    void credit(std::uint32_t messages) override { credits += messages; }
    void committed(std::uint64_t /*message*/, const crossdock_receipt& receipt) override {
        verdicts.push_back(receipt.verdict);
        ids.emplace_back(text(receipt.id));
    }

    [[nodiscard]] crossdock_delivery_promise promise() const noexcept override { return CROSSDOCK_CHECKABLE; }
    void submit(const crossdock_delivery& delivery) override {
        if (delivery.payload.size == 0) throw Failure::permanent("courier.empty", "there is nothing to deliver");
        if (text(delivery.payload) == "hold") {
            held_ = delivery.operation;
            return;
        }
        host().succeed(delivery.operation, find_header(delivery.headers, delivery.header_count, "number"));
        if (text(delivery.payload) == "twice") host().succeed(delivery.operation, "again");
    }
    void check(std::uint64_t operation, std::string_view key) override {
        if (key == "known") return host().succeed(operation, "it is there");
        host().fail(operation, Failure::permanent("courier.unknown", "no such key"), CROSSDOCK_NOT_FOUND);
    }
    void cancel(std::uint64_t /*operation*/) override { finish_held(); }

    void call(const crossdock_call& call) override {
        host().succeed(call.operation, "", std::string(text(call.request)));
    }

    std::uint32_t credits = 0;
    std::vector<std::uint32_t> verdicts;
    std::vector<std::string> ids;

private:
    void finish_held() {
        if (held_ != 0) host().fail(held_, Failure::retry("courier.cancelled", "given up"), CROSSDOCK_CANCELLED);
        held_ = 0;
    }
    std::uint32_t polls_ = 0;
    std::uint64_t held_ = 0;
};

}  // namespace crossdock::sdk::testing
