#include <catch2/catch.hpp>
#include <future>
#include <thread>

#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;

TEST_CASE_METHOD(JournalFixture, "a key can be claimed once, and the second learns who has it") {
    REQUIRE(commit(unit_claiming("a", 5)).applied);
    clock.now += 10;
    const UnitResult second = commit(unit_claiming("a", 6));
    CHECK_FALSE(second.applied);
    CHECK(second.conflict.with == Conflict::With::claim);
    CHECK(second.conflict.owner == 5);
    CHECK(second.conflict.content == digest_of(as_bytes("content")));
    CHECK(second.conflict.claimed_at_ms == clock.now - 10);
    CHECK(store->history(6).value().empty());
    Unit other_space = unit_claiming("a", 7);
    other_space.claims[0].space = "elsewhere";
    CHECK(commit(other_space).applied);
}

TEST_CASE_METHOD(JournalFixture, "a claim holds as long as it is kept and not a moment longer") {
    REQUIRE(commit(unit_claiming("a", 5, 100)).applied);
    clock.now += 99;
    CHECK_FALSE(commit(unit_claiming("a", 6, 100)).applied);
    CHECK(store->find_claim("space", "a").value().has_value());
    clock.now += 1;
    CHECK_FALSE(store->find_claim("space", "a").value().has_value());
    CHECK(commit(unit_claiming("a", 6, 100)).applied);
    CHECK(store->find_claim("space", "a").value()->owner == 6);
}

TEST_CASE_METHOD(JournalFixture, "units of one call see each other, and one that claims a key twice meets itself") {
    Unit twice = unit_claiming("x", 3);
    twice.claims.push_back(twice.claims[0]);
    std::vector<Unit> units{unit_claiming("a", 1), unit_claiming("a", 2), twice, unit_claiming("x", 4)};
    const auto results = store->commit_and_wait(std::move(units)).value();
    CHECK(results[0].applied);
    CHECK_FALSE(results[1].applied);
    CHECK(results[1].conflict.owner == 1);
    CHECK_FALSE(results[2].applied);
    CHECK(results[2].conflict.index == 1);
    CHECK(results[3].applied);
}

TEST_CASE_METHOD(JournalFixture, "an entity advances only from the version that was expected") {
    CHECK(commit(unit_advancing(9, 0)).applied);
    CHECK_FALSE(commit(unit_advancing(9, 0)).applied);
    const UnitResult wrong = commit(unit_advancing(9, 2));
    CHECK_FALSE(wrong.applied);
    CHECK(wrong.conflict.with == Conflict::With::version);
    const UnitResult second = commit(unit_advancing(9, 1));
    REQUIRE(second.applied);
    const LiveEntity live = store->find_live(9).value();
    CHECK(live.version == 2);
    CHECK(live.state == "state-1");
    CHECK(live.position == second.position);
    CHECK(live.since_ms == clock.now);
    CHECK(store->live(3).size() == 1);
    CHECK(store->live(4).empty());
    CHECK(commit(unit_advancing(9, 2, true)).applied);
    CHECK_FALSE(store->find_live(9).has_value());
    CHECK_FALSE(commit(unit_advancing(9, 3)).applied);
}

TEST_CASE_METHOD(JournalFixture, "nothing of a unit whose last condition fails is kept") {
    Unit unit = unit_claiming("a", 4);
    unit.advances = {unit_advancing(10, 0).advances[0], unit_advancing(10, 1).advances[0],
                     unit_advancing(11, 5).advances[0]};
    unit.numbers.push_back({"s"});
    const UnitResult result = commit(unit);
    CHECK_FALSE(result.applied);
    CHECK(result.conflict.index == 2);
    CHECK_FALSE(store->find_live(10).has_value());
    CHECK(store->last_number("s") == 0);
    CHECK_FALSE(store->find_claim("space", "a").value().has_value());
    unit.advances.pop_back();
    CHECK(commit(unit).applied);
    CHECK(store->find_live(10)->version == 2);
}

TEST_CASE_METHOD(JournalFixture, "a sequence counts on, wraps after its last number and survives a new start") {
    Unit unit;
    unit.numbers.push_back({"s", 2, 5, 7});
    CHECK(commit(unit).first_numbers == std::vector<std::uint64_t>{5});
    reopen();
    CHECK(store->last_number("s") == 6);
    CHECK(commit(unit).first_numbers == std::vector<std::uint64_t>{7});
    CHECK(store->last_number("s") == 5);
    CHECK(commit(unit).first_numbers == std::vector<std::uint64_t>{6});
}

TEST_CASE_METHOD(JournalFixture, "numbers go into the payload, in place of the slot, whatever their length") {
    Unit unit;
    unit.numbers = {{"s", 2, 99, 1000}, {"t", 1, 7, 9}};
    unit.payloads.push_back(
        {"<xx><yyyyyyyyy><z><>", {{1, 2, 5, 0, 0}, {5, 9, 0, 0, 1}, {16, 1, 0, 1, 0}, {19, 0, 0, 1, 0}}, {}});
    const UnitResult result = commit(unit);
    CHECK(payload(result.payloads[0]) == "<00099><100><7><7>");
    CHECK(result.payloads[0].digest == digest_of(as_bytes("<00099><100><7><7>")));
    CHECK(result.filled.at(0) == "<00099><100><7><7>");
    CHECK(result.payloads[0].size == 18);
}

TEST_CASE_METHOD(JournalFixture, "a payload is kept once, however often it is stored") {
    Unit both = unit_with_payload("the same bytes");
    both.payloads.push_back(both.payloads[0]);
    const UnitResult first = commit(both);
    CHECK(first.payloads[1].position == first.position);
    const UnitResult again = commit(unit_with_payload("the same bytes"));
    CHECK(again.payloads[0].position == first.position);
    reopen();
    const UnitResult later = commit(unit_with_payload("the same bytes"));
    CHECK(later.payloads[0].position == first.position);
    CHECK(payload(store->unit_at(later.position).value().payloads[0]) == "the same bytes");
    CHECK(store->read_payload(later.payloads[0], 4, 4).value() == "same");
    CHECK(store->read_payload(later.payloads[0], 9, 100).value() == "bytes");
    CHECK(store->read_payload(later.payloads[0], 100, 1).value().empty());
    CHECK(payload(commit(unit_with_payload("")).payloads[0]).empty());
}

TEST_CASE_METHOD(JournalFixture,
                 "a large payload gets a file of its own and leaves nothing behind when it is given up") {
    options.payload_in_log_bytes_max = 1000;
    reopen();
    const std::string large(5000, 'L');
    Digest digest{};
    {
        auto abandoned = store->write_payload().value();
        REQUIRE(abandoned->write(as_bytes(large)).ok());
        CHECK(abandoned->size() == large.size());
    }
    CHECK(std::filesystem::is_empty(options.folder / "blobs"));
    PayloadRef blob;
    for (int times = 0; times < 2; ++times) {
        auto writer = store->write_payload().value();
        for (std::size_t at = 0; at < large.size(); at += 700)
            REQUIRE(writer->write(as_bytes(large).subspan(at, std::min<std::size_t>(700, large.size() - at))).ok());
        Unit unit = unit_about(1);
        unit.payloads.push_back(writer->finish(digest).value());
        CHECK(unit.payloads[0].bytes.empty());
        blob = commit(unit).payloads[0];
    }
    CHECK(digest == digest_of(as_bytes(large)));
    CHECK(blob.position == PayloadRef::in_blob_file);
    CHECK(payload(blob) == large);
    CHECK(store->figures()->blob_bytes == large.size());
    auto small = store->write_payload().value();
    REQUIRE(small->write(as_bytes("small")).ok());
    CHECK(small->finish(digest).value().bytes == "small");
    CHECK(store->verify([](const Error&) {}).value() == 0);
}

TEST_CASE_METHOD(JournalFixture, "units that make no sense are refused whole, and say why") {
    const auto code = [&](Unit unit) {
        std::vector<Unit> units{unit_about(1), std::move(unit)};
        const auto result = store->commit_and_wait(std::move(units));
        return result ? "applied" : result.error().code;
    };
    Unit unit = unit_with_payload("abc");
    unit.payloads[0].slots = {{0, 1, 0, 0, 0}};
    CHECK(code(unit) == "journal.bad-unit");
    unit.numbers = {{"s"}};
    CHECK(code(unit) == "applied");
    unit.payloads[0].slots[0].ordinal = 1;
    CHECK(code(unit) == "journal.bad-unit");
    unit.payloads[0].slots = {{2, 2, 0, 0, 0}};
    CHECK(code(unit) == "journal.bad-unit");
    unit.payloads[0].slots = {{1, 1, 0, 0, 0}, {0, 1, 0, 0, 0}};
    CHECK(code(unit) == "journal.bad-unit");
    unit = {};
    unit.numbers = {{"s", 1, 0, 9}};
    CHECK(code(unit) == "journal.bad-unit");
    unit.numbers = {{"s", 11, 1, 10}};
    CHECK(code(unit) == "journal.bad-unit");
    unit.numbers = {{"", 1, 1, 10}};
    CHECK(code(unit) == "journal.bad-unit");
    unit = unit_about(5);
    unit.records[0].last_entity = 5 + Record::span_max;
    CHECK(code(unit) == "journal.bad-unit");
    unit.records[0].last_entity = 4;
    CHECK(code(unit) == "journal.bad-unit");
    CHECK(code(unit_claiming("k", 1, -1)) == "journal.bad-unit");
    CHECK(code(unit_advancing(0, 0)) == "journal.bad-unit");
    CHECK(store->figures()->units == 2);
}

TEST_CASE_METHOD(JournalFixture, "ids are dense, and those of committed units do not come again") {
    CHECK(store->allocate_ids(3) == 1);
    CHECK(store->allocate_ids(1) == 4);
    REQUIRE(commit(unit_about(4)).applied);
    REQUIRE(commit(unit_about(40)).applied);
    CHECK(store->allocate_ids(1) == 41);
    reopen();
    CHECK(store->allocate_ids(1) == 41);
}

TEST_CASE_METHOD(JournalFixture, "commits of many threads share syncs, keep their order and are all there") {
    constexpr int threads = 8;
    constexpr int each = 200;
    std::vector<std::thread> running;
    std::atomic<int> applied = 0;
    std::atomic<int> claimed = 0;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back([&, thread] {
            LogPosition last = 0;
            for (int at = 0; at < each; ++at) {
                const auto own =
                    commit(unit_advancing(1000U + static_cast<EntityId>(thread), static_cast<std::uint32_t>(at)));
                applied += own.applied && own.position > last ? 1 : 0;
                last = own.position;
                claimed += commit(unit_claiming(std::to_string(at), 1)).applied ? 1 : 0;
            }
        });
    for (std::thread& thread : running) thread.join();
    CHECK(applied == threads * each);
    CHECK(claimed == each);
    const auto figures = store->figures().value();
    CHECK(figures.units == static_cast<std::uint64_t>(applied + claimed));
    CHECK(figures.syncs < figures.units);
    CHECK(store->verify([](const Error&) {}).value() == 0);
}

TEST_CASE_METHOD(JournalFixture, "a callback may commit, in order, but must not wait") {
    std::promise<std::string> waited;
    std::promise<std::vector<int>> done;
    std::vector<int> order;
    store->commit({unit_about(1)}, [&](auto) {
        order.push_back(1);
        const auto result = store->commit_and_wait({unit_about(2)});
        waited.set_value(result ? "waited" : result.error().code);
        store->commit({unit_about(3)}, [&](auto nested) {
            order.push_back(nested.ok() ? 3 : -3);
            done.set_value(order);
        });
    });
    CHECK(waited.get_future().get() == "journal.own-thread");
    CHECK(done.get_future().get() == std::vector<int>{1, 3});
}

TEST_CASE_METHOD(JournalFixture, "a unit is found by the numbers that it was given") {
    const auto numbered = [](EntityId entity) {
        Unit unit = unit_about(entity);
        unit.numbers.push_back({"acme/out/group", 2, 7});
        unit.trace_keys.push_back({"file", "a.edi", entity});
        unit.trace_keys.push_back({"acme/out/group", {}, entity, 0, 1});
        return unit;
    };
    REQUIRE(commit(numbered(5)).first_numbers.at(0) == 7);
    REQUIRE(commit(numbered(6)).first_numbers.at(0) == 9);
    const auto found = [&](const char* key) { return store->find_traced("acme/out/group", key, 10).value(); };
    const auto check = [&] {
        CHECK(found("8") == std::vector<EntityId>{5});
        CHECK(found("10") == std::vector<EntityId>{6});
        CHECK(found("7").empty());
        CHECK(store->find_traced("file", "a.edi", 10).value() == std::vector<EntityId>{5, 6});
    };
    check();
    reopen();
    check();
}

TEST_CASE_METHOD(JournalFixture, "a trace key that is a number which the unit does not take is refused") {
    Unit unit = unit_about(5);
    unit.numbers.push_back({"acme/out/group", 2});
    unit.trace_keys.push_back({"acme/out/group", {}, 5, 0, 2});
    std::vector<Unit> units{unit};
    const auto refused = store->commit_and_wait(std::move(units));
    CHECK(refused.error().code == "journal.bad-unit");
}
