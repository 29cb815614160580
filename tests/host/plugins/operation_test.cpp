// Sinks and services: outcomes, deadlines, deaths, and what a plugin must not do.
#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/host/plugins/running_host.hpp"
#include "tests/patience.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;

namespace {

Isolation isolation() { return GENERATE(Isolation::thread, Isolation::process); }

AdapterSettings quick(AdapterSettings settings) {
    settings.lane.deadline_ms = 200 * patience();
    return settings;
}

}  // namespace

TEST_CASE("a call is answered, at once or later, on a lane thread") {
    RunningHost running({adapter("echo", "echo", isolation())});
    const Outcome echo = running.call("echo", "echo", R"({"a":1})");
    REQUIRE(echo.status.ok());
    CHECK(echo.reference == "ref-key");
    CHECK(echo.response == R"({"a":1})");
    std::string large(300'000, 'x');
    large.front() = large.back() = '"';
    CHECK(running.call("echo", "later", large).response == large);
    CHECK(running.call("echo", "where").reference == "lane");
    CHECK(running.host->operations("echo")->at(0).name == "echo");
    CHECK(running.host->operations("echo")->at(0).idempotent);
    CHECK(running.host->promise("echo").error().code == "adapter.not-a-sink");
    CHECK(running.call("nobody", "echo").status.error().code == "adapter.unknown");
}

TEST_CASE("what a service refuses or throws reaches the caller unchanged") {
    RunningHost running({adapter("echo", "echo", isolation())});
    const Outcome failed = running.call("echo", "fail");
    CHECK(failed.status.error().code == "trial.asked-to");
    CHECK(failed.status.error().error_class == ErrorClass::permanent);
    CHECK(running.call("echo", "throw").status.error().text == "it was asked to throw");
    CHECK(running.call("echo", "echo").status.ok());
}

TEST_CASE("a second completion is refused and reported against the plugin") {
    RunningHost running({adapter("echo", "echo", isolation())});
    CHECK(running.call("echo", "twice").reference == "ref-key");
    CHECK(running.wait_for_log("completed twice"));
    CHECK(running.call("echo", "echo").status.ok());
}

TEST_CASE("what a service throws is its fault: it may be tried again, and the adapter goes on") {
    const auto how = isolation();
    RunningHost running({adapter("echo", "echo", how), [&] {
                             AdapterSettings settings = adapter("throws", "broken", how);
                             settings.plugin = "service_throws_in_call";
                             return settings;
                         }()});
    const Outcome by_the_sdk = running.call("echo", "throw");
    CHECK(by_the_sdk.status.error().code == "plugin.exception");
    CHECK(by_the_sdk.status.error().error_class == ErrorClass::retry);
    const Outcome across_the_abi = running.call("throws", "greet");
    CHECK(across_the_abi.status.error().code == "plugin.threw");
    CHECK(across_the_abi.status.error().error_class == ErrorClass::retry);
    CHECK_THAT(across_the_abi.status.error().text, Catch::Contains("`call`") && Catch::Contains("thrown across"));
    CHECK(running.state("throws").state == "running");
    CHECK(running.state("throws").restarts == 0);
}

TEST_CASE("what a service throws where it has nothing to answer is logged, and the adapter goes on") {
    AdapterSettings settings = quick(adapter("throws", "broken", isolation()));
    settings.plugin = "service_throws_in_cancel";
    RunningHost running({settings});
    CHECK(running.call("throws", "greet").status.ok());
    CHECK(running.wait_for_log("thrown across the ABI"));
    CHECK(running.has_logged("`cancel`"));
    CHECK(running.state("throws").state == "running");
    CHECK(running.state("throws").restarts == 0);
}

TEST_CASE("what a format throws is not held against the document, nor against its neighbours") {
    const auto how = isolation();
    RunningHost running({adapter("lines", "lines", how), [&] {
                             AdapterSettings settings = adapter("throws", "broken", how);
                             settings.plugin = "format_throws_in_decode";
                             return settings;
                         }()});
    Names names;
    const auto text = std::make_shared<const std::string>("one throw two");
    std::vector<DecodeItem> items(3);
    for (DecodeItem& item : items) item.payload = text;
    items[0].size = 3;
    items[1].offset_in_payload = 4;
    items[1].size = 5;
    items[2].offset_in_payload = 10;
    items[2].size = 3;
    const auto decoded = (*running.host->format("lines"))->decode(items, {}, names);
    REQUIRE(decoded.ok());
    CHECK((*decoded)[0].document);
    CHECK((*decoded)[1].status.error().code == "plugin.exception");
    CHECK((*decoded)[1].status.error().error_class == ErrorClass::retry);
    CHECK((*decoded)[2].document);
    const auto thrown = (*running.host->format("throws"))->decode({items[0]}, {}, names);
    REQUIRE(thrown.ok());
    CHECK(thrown->front().status.error().code == "plugin.threw");
    CHECK(thrown->front().status.error().error_class == ErrorClass::retry);
    CHECK(running.state("throws").restarts == 0);
}

TEST_CASE("an operation past its deadline is cancelled") {
    RunningHost running({quick(adapter("echo", "echo", isolation()))});
    const Outcome outcome = running.call("echo", "until-cancelled");
    CHECK(outcome.status.error().code == "plugin.cancelled");
    CHECK(outcome.status.error().error_class == ErrorClass::retry);
    CHECK(running.state("echo").restarts == 0);
}

TEST_CASE("a worker that hangs or never completes is killed and runs again") {
    const std::string how = GENERATE("hang", "never");
    RunningHost running({quick(adapter("echo", "echo", Isolation::process))});
    const Outcome outcome = running.call("echo", how);
    CHECK(outcome.status.error().code == "plugin.deadline");
    CHECK(outcome.status.error().error_class == ErrorClass::retry);
    CHECK(running.call("echo", "echo").status.ok());
    CHECK(running.state("echo").restarts == 1);
    CHECK(running.state("echo").state == "running");
}

TEST_CASE("a thread that hangs is reported, and what comes back late makes it well again") {
    RunningHost running({quick(adapter("echo", "echo", Isolation::thread))});
    const Outcome outcome = running.call("echo", "slow");
    CHECK(outcome.status.error().code == "plugin.deadline");
    CHECK(running.state("echo").state == "failed");
    CHECK(running.wait_for_log("cannot be ended"));
    CHECK(running.wait_for_state("echo", "running"));
    CHECK(running.call("echo", "echo").status.ok());
}

TEST_CASE("the host stops although a thread hangs for ever") {
    RunningHost running(
        {quick(adapter("echo", "echo", Isolation::thread)), adapter("other", "echo", Isolation::thread)});
    CHECK(running.call("echo", "hang").status.error().code == "plugin.deadline");
    CHECK(running.call("other", "echo").status.ok());
    running.host->stop();
    CHECK(running.state("other").state == "stopped");
}

TEST_CASE("a worker that crashes is started again, and its neighbours in flight may be tried again") {
    RunningHost running({adapter("echo", "echo", Isolation::process)});
    auto promise = std::make_shared<std::promise<Outcome>>();
    auto neighbour = promise->get_future();
    running.host->call("echo", Call{"until-cancelled", "k", "{}"},
                       [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    const Outcome crashed = running.call("echo", "crash");
    CHECK(crashed.status.error().code == "plugin.died");
    CHECK(crashed.status.error().error_class == ErrorClass::retry);
    CHECK(neighbour.get().status.error().code == "plugin.died");
    CHECK(running.call("echo", "echo").status.ok());
    CHECK(running.state("echo").restarts == 1);
    CHECK(running.call("echo", "crash").status.error().code == "plugin.died");
    CHECK(running.call("echo", "echo").status.ok());
    CHECK(running.state("echo").restarts == 2);
}

TEST_CASE("a sink gets the payload and headers, and can be asked") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "out").string();
    RunningHost running({adapter("record", "record", isolation(), {{"path", path, {}}})});
    CHECK(*running.host->promise("record") == Promise::checkable);
    CHECK(running.check("record", "k1").status.error().code == "sink.not-there");
    CHECK(running.submit("record", "payload", "k1").status.ok());
    CHECK(running.check("record", "k1").status.ok());
    std::string line;
    std::getline(std::ifstream(path) >> std::ws, line);
    CHECK(line == "payload a=b");
}

TEST_CASE("no more than the lane's width run at once, and the rest waits in line") {
    const TemporaryFolder folder;
    RunningHost running({adapter("record", "record", isolation(), {{"path", (folder.path() / "out").string(), {}}})});
    std::vector<std::future<Outcome>> outcomes;
    for (int at = 0; at < 20; ++at) {
        auto promise = std::make_shared<std::promise<Outcome>>();
        outcomes.push_back(promise->get_future());
        running.host->submit("record", Delivery{std::to_string(at), "", std::make_shared<const std::string>("x"), {}},
                             [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    }
    for (auto& outcome : outcomes) {
        const Outcome got = outcome.get();
        REQUIRE(got.status.ok());
        CHECK((got.reference == "width 1" || got.reference == "width 2"));
    }
}

TEST_CASE("a slice that kills its worker twice is named and its neighbours are decoded") {
    const std::string word = GENERATE("crash", "hang");
    RunningHost running({quick(adapter("lines", "lines", Isolation::process))});
    const auto format = *running.host->format("lines");
    Names names;
    const auto payload = std::make_shared<const std::string>("good" + word + "fine");
    const std::uint64_t size = word.size();
    const auto decoded = format->decode({{payload, 0, 0, 1, "", "", "", 4},
                                         {payload, 4, 4, 2, "", "", "", size},
                                         {payload, 4 + size, 4 + size, 3, "", "", "", 4}},
                                        {}, names);
    INFO((decoded.ok() ? "" : describe(decoded.error())));
    REQUIRE(decoded.ok());
    CHECK((*decoded)[0].document);
    CHECK((*decoded)[1].status.error().error_class == ErrorClass::needs_person);
    CHECK((*decoded)[1].status.error().code == (word == "crash" ? "plugin.died" : "plugin.deadline"));
    CHECK((*decoded)[2].document);
    CHECK(running.state("lines").restarts == 2);
}

namespace {

template <typename Value>
Status status_of(const Result<Value>& result) {
    return result.ok() ? Status() : Status(result.error());
}

}  // namespace

TEST_CASE("a request at which a worker dies is asked again, and refused after the second death") {
    const TemporaryFolder marks;
    const std::string once = "crash-once:" + (marks.path() / "mark").string();
    const std::string what = GENERATE("probe", "write", "acknowledge");
    const auto ask = [&](FormatClient& format, const std::string& word) -> Status {
        if (what == "probe") return status_of(format.probe("LINES", word, ""));
        Names names;
        if (what == "write") {
            const Document document(names);
            WriteRequest request;
            request.type = "lines/1";
            request.count = 1;
            request.document = [&](std::size_t) -> Result<const Document*> { return &document; };
            request.envelope.sender = {"ZZ", word};
            return status_of(format.write_payload(request));
        }
        GroupReport report;
        report.interchange.control_number = word;
        std::string type;
        return status_of(format.acknowledge(report, names, type));
    };
    INFO(what);
    {
        RunningHost running({adapter("lines", "lines", Isolation::process)});
        CHECK(ask(**running.host->format("lines"), once).ok());
        CHECK(running.state("lines").restarts == 1);
    }
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const Status refused = ask(**running.host->format("lines"), "crash");
    CHECK(refused.error().code == "plugin.died");
    CHECK(refused.error().error_class == ErrorClass::needs_person);
}

TEST_CASE("a document that kills its worker twice while it is written is left out, and not tried a third time") {
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const auto format = *running.host->format("lines");
    Names names;
    std::vector<std::unique_ptr<Document>> documents;
    for (const char* const word : {"good", "crash", "fail", "fine"}) {
        documents.push_back(std::make_unique<Document>(names));
        documents.back()->add_value(Document::root, documents.back()->symbol("word"), word);
    }
    WriteRequest request;
    request.type = "lines/1";
    request.count = documents.size();
    request.document = [&](std::size_t at) -> Result<const Document*> { return documents[at].get(); };
    request.envelope.sender = {"ZZ", "US"};
    request.envelope.receiver = {"ZZ", "THEM"};
    const auto written = format->write_payload(request);
    INFO((written.ok() ? "" : describe(written.error())));
    REQUIRE(written.ok());
    CHECK(written->payload.bytes == "LINES US>THEM 000000000\ngood #0000\nfine #0000\n");
    CHECK(written->documents[0].ok());
    CHECK(written->documents[1].error().code == "plugin.died");
    CHECK(written->documents[1].error().error_class == ErrorClass::needs_person);
    CHECK(written->documents[2].error().code == "trial.asked-to");
    CHECK(running.wait_for_restarts("lines", 2));
    CHECK(running.state("lines").restarts == 2);
}

TEST_CASE("an envelope that kills its worker twice is refused, and not tried a third time") {
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const auto format = *running.host->format("lines");
    Names names;
    Document document(names);
    document.add_value(Document::root, document.symbol("word"), "good");
    WriteRequest request;
    request.type = "lines/1";
    request.count = 1;
    request.document = [&](std::size_t) -> Result<const Document*> { return &document; };
    request.envelope.sender = {"ZZ", "crash"};
    const auto written = format->write_payload(request);
    CHECK(written.error().code == "plugin.died");
    CHECK(written.error().error_class == ErrorClass::needs_person);
    CHECK(*format->probe("LINES x", "a.txt", "") == 90);
    CHECK(running.state("lines").restarts == 2);
}

TEST_CASE("a worker that is down for longer than the deadline costs no request that waits for it") {
    RunningHost running({quick(adapter("lines", "lines", Isolation::process))});
    const auto format = *running.host->format("lines");
    // Each kills it twice, and each time it is longer until the next start: 1.6 seconds at the end.
    for (int killed = 0; killed < 3; ++killed) {
        const auto refused = format->probe("LINES", "crash", "");
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code == "plugin.died");
    }
    CHECK(format->probe("LINES", "fine", "").ok());
    CHECK(running.state("lines").restarts == 6);
}

TEST_CASE("a split dies with its worker and begins anew with the next") {
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const auto format = *running.host->format("lines");
    auto stream = *format->split({});
    CHECK(stream->feed(std::make_shared<const std::string>("split-crash\n")).error().code == "plugin.died");
    CHECK(stream->feed(std::make_shared<const std::string>("x\n")).error().code == "plugin.died");
    auto next = *format->split({});
    CHECK(next->feed(std::make_shared<const std::string>("x\n"))->size() >= 1);
}

TEST_CASE("a format that hangs in a thread fails its call and the next ones at once") {
    RunningHost running({quick(adapter("lines", "lines", Isolation::thread))});
    const auto format = *running.host->format("lines");
    Names names;
    const auto payload = std::make_shared<const std::string>("slow");
    CHECK(format->decode({{payload, 0, 0, 1, "", "", "", 4}}, {}, names).error().code == "plugin.deadline");
    CHECK(format->probe("LINES", "", "").error().code == "plugin.hung");
    std::this_thread::sleep_for(std::chrono::milliseconds(500) * patience());
    CHECK(format->probe("LINES", "", "").ok());
}

TEST_CASE("figures that an adapter records can be asked for") {
    RunningHost running({adapter("echo", "echo", isolation())});
    CHECK(running.call("echo", "echo").status.ok());
    CHECK(running.call("echo", "echo").status.ok());
    const auto figures = running.host->metrics("echo");
    REQUIRE(figures.size() == 1);
    CHECK(figures[0].name == "calls");
    CHECK(figures[0].value == 2);
}

TEST_CASE("a secret is read where the adapter runs") {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "secret") << "hush\n";
    RunningHost running(
        {adapter("echo", "echo", isolation(), {{"password", "file:" + (folder.path() / "secret").string(), {}}})});
    CHECK(running.call("echo", "secret").response == "\"hush\"");
}

TEST_CASE("an adapter that does not start stops the start and is named") {
    const TemporaryFolder folder;
    AdapterSettings reluctant = adapter("shy", "reluctant", isolation());
    reluctant.position = {"crossdock.xml", 12, 3};
    auto host = make_adapter_host(options_in(folder.path()), {adapter("echo", "echo", Isolation::thread), reluctant});
    REQUIRE(host.ok());
    KeepingReceiver receiver;
    const Status started = (*host)->start(receiver);
    REQUIRE_FALSE(started.ok());
    CHECK(started.error().code == "trial.reluctant");
    CHECK(started.error().text == "adapter shy cannot be started: it does not want to start");
    CHECK(started.error().position.line == 12);
}
