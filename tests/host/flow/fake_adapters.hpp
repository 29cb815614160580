// Adapters that a test answers for: one format that writes JSON, sinks and services.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

#include "host/document/json.hpp"
#include "host/plugins/adapter_host.hpp"
#include "tests/host/flow/replaceable.hpp"

namespace crossdock::flow {

// Writes each document as a line of JSON, and finds in what it reads what the test says.
class JsonLines final : public plugins::FormatClient {
public:
    using Probe = Replaceable<Result<std::uint32_t>, std::string_view>;

    using Split = Replaceable<std::vector<plugins::SplitEvent>, std::string_view>;

    JsonLines(const Probe& probe, const Split& split) : probe_(probe), split_(split) {}
    Result<std::uint32_t> probe(std::string_view head, std::string_view, std::string_view) override {
        return probe_(head);
    }
    Result<std::vector<std::string>> types() override { return absent(); }
    Result<std::string> describe(std::string_view) override { return absent(); }
    Result<std::unique_ptr<plugins::SplitStream>> split(const plugins::FormatOptions&) override { return absent(); }
    Result<std::vector<Result<std::vector<plugins::SplitEvent>>>> split_all(
        const std::vector<plugins::SharedBytes>& payloads, const plugins::FormatOptions&) override {
        std::vector<Result<std::vector<plugins::SplitEvent>>> all;
        for (const plugins::SharedBytes& payload : payloads) all.emplace_back(split_(*payload));
        return all;
    }
    Status decode_each(const std::vector<plugins::DecodeItem>&, const plugins::FormatOptions&, const Names&,
                       const TakeDecoded&) override {
        return absent();
    }
    Result<plugins::Written> write_payload(const plugins::WriteRequest& request) override {
        plugins::Written written;
        for (std::size_t index = 0; index < request.count; ++index) {
            const auto document = request.document(index);
            if (document.ok()) written.payload.bytes += to_json(**document) + "\n";
            written.documents.push_back(document.ok() ? Status() : Status(document.error()));
        }
        return written;
    }
    Result<plugins::Decoded> acknowledge(const plugins::GroupReport&, const Names&, std::string&) override {
        return absent();
    }
    Result<std::string> trailers(const plugins::Envelope&, const plugins::Envelope*, std::uint64_t) override {
        return absent();
    }

private:
    const Probe& probe_;
    const Split& split_;

    static Error absent() { return {"test.absent", ErrorClass::permanent, "this format does not do that"}; }
};

// Answers on the caller's thread. Thread-safe.
class FakeAdapters final : public plugins::AdapterHost {
public:
    // How sure the format is.
    JsonLines::Probe probe{[](std::string_view) -> Result<std::uint32_t> { return 0; }};
    // What is found in a message.
    JsonLines::Split split{[](std::string_view) { return std::vector<plugins::SplitEvent>(); }};
    // What a sink or service answers; nothing: it never does.
    Replaceable<std::optional<plugins::Outcome>, const plugins::Delivery&> sink{
        [](const plugins::Delivery&) { return plugins::Outcome{}; }};
    Replaceable<std::optional<plugins::Outcome>, const plugins::Call&> service{[](const plugins::Call&) {
        return plugins::Outcome{{}, {}, "{}"};
    }};

    // A sink that is down answers every delivery with an error that may pass.
    void go_down(const std::string& adapter) {
        const std::lock_guard lock(mutex_);
        down_.insert(adapter);
    }
    void come_up(const std::string& adapter) {
        const std::lock_guard lock(mutex_);
        down_.erase(adapter);
    }
    [[nodiscard]] std::vector<std::string> sent() const {
        const std::lock_guard lock(mutex_);
        return sent_;
    }
    // How many deliveries a sink has been asked to take, and answered or not.
    [[nodiscard]] std::size_t asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    [[nodiscard]] std::vector<std::string> called() const {
        const std::lock_guard lock(mutex_);
        return called_;
    }

    Status start(plugins::MessageReceiver&) override { return {}; }
    std::vector<Error> look() override { return {}; }
    void stop_sources() override {}
    void stop() override {}
    Result<std::unique_ptr<plugins::FormatClient>> format(std::string_view) override {
        std::unique_ptr<plugins::FormatClient> client = std::make_unique<JsonLines>(probe, split);
        return client;
    }
    void submit(std::string_view adapter, plugins::Delivery delivery,
                std::function<void(plugins::Outcome)> done) override {
        const auto outcome = is_down(adapter)
                                 ? plugins::Outcome{Error{"sink.down", ErrorClass::retry, "it is down"}, {}, {}}
                                 : sink(delivery);
        {
            const std::lock_guard lock(mutex_);
            ++asked_;
            if (outcome && outcome->status.ok()) sent_.push_back(*delivery.payload);
        }
        if (outcome) done(*outcome);
    }
    void check_delivery(std::string_view, std::string_view, std::function<void(plugins::Outcome)> done) override {
        done({});
    }
    void call(std::string_view, plugins::Call call, std::function<void(plugins::Outcome)> done) override {
        const auto outcome = service(call);
        {
            const std::lock_guard lock(mutex_);
            called_.push_back(call.idempotency_key);
        }
        if (outcome) done(*outcome);
    }
    Result<plugins::Promise> promise(std::string_view) override { return plugins::Promise::idempotent; }
    Result<std::vector<plugins::OperationInfo>> operations(std::string_view) override {
        return std::vector<plugins::OperationInfo>();
    }
    std::vector<plugins::MetricFigure> metrics(std::string_view) override { return {}; }
    void refresh_credit() override {}
    void open_sources(std::int64_t) override {}
    std::vector<AdapterState> states() const override { return {}; }

private:
    [[nodiscard]] bool is_down(std::string_view adapter) const {
        const std::lock_guard lock(mutex_);
        return down_.contains(adapter);
    }

    mutable std::mutex mutex_;
    std::set<std::string, std::less<>> down_;
    std::size_t asked_ = 0;
    std::vector<std::string> sent_;
    std::vector<std::string> called_;
};

}  // namespace crossdock::flow
