// The fake host's other extensions.
#include <catch2/catch.hpp>

#include <crossdock/cpp/host.hpp>
#include <crossdock/testing/testing.hpp>

#include <thread>

using namespace crossdock::sdk;
using namespace crossdock::sdk::testing;

TEST_CASE("configuration comes from the test and from the defaults of the type, in the form an adapter reads") {
    const crossdock_property properties[] = {
        {sizeof(crossdock_property), CROSSDOCK_PROPERTY_DURATION, 0, 0, "every", "2s", nullptr, "."},
        {sizeof(crossdock_property), CROSSDOCK_PROPERTY_SIZE, 0, 0, "limit", "64KiB", nullptr, "."},
        {sizeof(crossdock_property), CROSSDOCK_PROPERTY_TEXT, 0, 0, "folder", "in", nullptr, "."}};
    const crossdock_adapter_type type{
        sizeof type, 0, "t", "1", ".", properties, std::size(properties), sizeof(crossdock_property)};
    FakeHost fake;
    fake.config.set("folder", "/data");
    fake.config.apply_defaults(type);
    const Host host(fake.raw());
    CHECK(host.number_or("every", 0) == 2000);
    CHECK(host.number_or("limit", 0) == 65536);
    CHECK(host.property("folder") == "/data");
    CHECK_FALSE(host.property("unknown"));
    CHECK(host.adapter_name() == "under-test");
}

TEST_CASE("values that a site would get wrong have no form to read") {
    const auto read = [](crossdock_property_type type, const char* allowed, const char* written) {
        const crossdock_property property{sizeof property, type, 0, 0, "p", nullptr, allowed, "."};
        return read_form(property, written);
    };
    CHECK(read(CROSSDOCK_PROPERTY_DURATION, nullptr, "1h") == "3600000");
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_DURATION, nullptr, "1"));
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_DURATION, nullptr, "-1s"));
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_DURATION, nullptr, "9223372036854775807d"));
    CHECK(read(CROSSDOCK_PROPERTY_SIZE, nullptr, "2GiB") == "2147483648");
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_SIZE, nullptr, "2 GiB"));
    CHECK(read(CROSSDOCK_PROPERTY_CHOICE, "a|b", "b") == "b");
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_CHOICE, "a|b", "a|b"));
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_INTEGER, "1..5", "6"));
    CHECK_FALSE(read(CROSSDOCK_PROPERTY_BOOLEAN, nullptr, "true"));
}

TEST_CASE("a secret is counted until it is released, and wiped") {
    FakeHost fake;
    fake.config.set_secret("password", "hush");
    fake.config.fail_secret("token", {CROSSDOCK_ERROR_CONFIGURATION, "secrets.unreadable", "TOKEN is not set"});
    const Host host(fake.raw());
    CHECK(host.secret("password") == "hush");
    CHECK_FALSE(host.secret("nothing"));
    CHECK_THROWS_WITH(host.secret("token"), "TOKEN is not set");
    CHECK(fake.buffers.outstanding() == 0);
    const crossdock_buffer kept = fake.buffers.copy_of("kept");
    CHECK(fake.outstanding() == std::vector<std::string>{"1 buffer(s) never released"});
    kept.release(kept.owner);
    kept.release(kept.owner);
    CHECK(fake.breaches() == std::vector<std::string>{"1 buffer release(s) too many"});
}

TEST_CASE("a [main] function called elsewhere is a breach") {
    FakeHost fake;
    const Host host(fake.raw());
    std::thread([&] { host.save_checkpoint("x"); }).join();
    REQUIRE(fake.breaches().size() == 1);
    CHECK(fake.breaches()[0] == "checkpoint.save is [main] and was called on another thread");
    CHECK(host.checkpoint() == "x");
}

TEST_CASE("time stands until it is moved, and timers fall due in order") {
    FakeHost fake;
    CHECK(fake.scheduler.wake_after(20, 2) == CROSSDOCK_OK);
    CHECK(fake.scheduler.wake_after(10, 1) == CROSSDOCK_OK);
    fake.scheduler.advance(9);
    CHECK(fake.main_queue.size() == 0);
    fake.scheduler.advance(11);
    CHECK(std::get<Woken>(fake.main_queue.take().value()).reason == 1);
    CHECK(std::get<Woken>(fake.main_queue.take().value()).reason == 2);
}

TEST_CASE("wakes are bounded, and a handle outlives its host harmlessly") {
    crossdock_wake_handle handle = 0;
    {
        FakeHost fake;
        fake.scheduler.set_wake_limit(1);
        handle = fake.scheduler.handle();
        CHECK(FakeScheduler::wake_by_handle(handle, 7) == CROSSDOCK_OK);
        CHECK(FakeScheduler::wake_by_handle(handle, 8) == CROSSDOCK_FULL);
    }
    CHECK(FakeScheduler::wake_by_handle(handle, 9) == CROSSDOCK_BAD_STATE);
}

TEST_CASE("a withheld extension is not there") {
    FakeHost fake;
    fake.withhold(CROSSDOCK_METRICS);
    const Host host(fake.raw());
    CHECK_THROWS_AS(host.declare_metric(1, "m", "."), Failure);
    host.log(CROSSDOCK_LOG_PEER, "the server spoke nonsense");
    CHECK(fake.log.contains("nonsense"));
}
