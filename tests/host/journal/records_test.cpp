#include "host/journal/records.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using namespace crossdock::journal;

TEST_CASE("a record reads as it was written") {
    DocumentsCreated created;
    created.message = 12;
    created.type = "order/1";
    created.topic = "order.received/1";
    created.received_at_ms = 1'700'000'000'123;
    created.documents.push_back({"0001", 210, 512, 3, R"({"number":"A"})"});
    created.documents.push_back({"0002", 722, 490, 17, R"({"number":"B"})"});
    created.interchange = "000000101";
    const Record record = make_record(created, 40, 41);
    CHECK(record.first_entity == 40);
    CHECK(record.last_entity == 41);
    const DocumentsCreated read = read_record<DocumentsCreated>(record).value();
    CHECK(read.message == 12);
    CHECK(read.received_at_ms == created.received_at_ms);
    CHECK(read.interchange == "000000101");
    REQUIRE(read.documents.size() == 2);
    CHECK(read.documents[1].offset == 722);
    CHECK(read.documents[1].json == R"({"number":"B"})");
}

TEST_CASE("a record of an older layout is read with defaults for what it lacks, and only that") {
    DeliveryPrepared prepared;
    prepared.adapter = "erp";
    prepared.payload = 3;
    Record record = make_record(prepared, 40);
    constexpr std::size_t since_version_2 = 5;  // bytes, when all of it is empty
    record.body.resize(record.body.size() - since_version_2);
    CHECK(read_record<DeliveryPrepared>(record).error().code == "journal.record");
    record.version = 1;
    const DeliveryPrepared read = read_record<DeliveryPrepared>(record).value();
    CHECK(read.adapter == "erp");
    CHECK(read.payload == 3);
    CHECK(read.expects.empty());
    record.body.assign(3, '\x7F');
    CHECK_FALSE(read_record<DeliveryPrepared>(record).ok());
}

TEST_CASE("an unknown position survives the journal") {
    ExceptionParked parked;
    parked.findings.push_back({1, 7, 2, 0, UINT64_MAX, "x12.bad-number", "twelve is no number", "twelve", "PO1", "6"});
    const ExceptionParked read = read_record<ExceptionParked>(make_record(parked, 9)).value();
    REQUIRE(read.findings.size() == 1);
    CHECK(read.findings[0].offset == UINT64_MAX);
    CHECK(read.findings[0].value == "twelve");
}

TEST_CASE("a record of another kind, a damaged one and a newer one are refused") {
    Record record = make_record(MessageRefused{"shop", "10.0.0.1", "json.malformed", "no"}, 0);
    CHECK_FALSE(read_record<MessageReceived>(record).ok());
    Record cut = record;
    cut.body.resize(cut.body.size() / 2);
    CHECK(read_record<MessageRefused>(cut).error().code == "journal.record");
    Record newer = record;
    newer.version = 99;
    CHECK(read_record<MessageRefused>(newer).error().text.find("newer build") != std::string::npos);
}
