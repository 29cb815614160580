// What a partner's acknowledgement is about, found among what was sent.
#include <catch2/catch.hpp>

#include "host/document/json.hpp"
#include "host/intake/correlation.hpp"
#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

constexpr auto acme = R"(<partner name="acme">
  <agreement name="acme-edi" format="x12"><receive type="a" map="b" publish="c"/></agreement>
  <agreement name="acme-late" format="x12"/>
  <agreement name="acme-later" format="x12"/>
  <agreement name="acme-test" format="x12" use="test"/>
  <agreement name="acme-edifact" format="edifact"/>
</partner>)";

partner::Directory read_partners() {
    std::vector<Error> errors;
    std::vector<std::unique_ptr<partner::Partner>> partners;
    const auto file = XmlFile::parse(acme, "partners/acme.xml").value();
    partners.push_back(partner::read_partner(*file, errors));
    return {std::move(partners), {}, errors};
}

// Two runs, 21 and 22, of the documents 11 and 12 were sent as delivery 31; the numbers begin where the tests say.
class Sent : public journal::JournalFixture {
protected:
    using Purpose = journal::DeliveryPrepared::Purpose;
    void send(journal::EntityId delivery, const std::string& agreement, std::uint64_t first,
              Purpose purpose = Purpose::flow) {
        journal::RunsCreated created;
        created.runs = {21, 22};
        created.documents = {11, 12};
        journal::DeliveryPrepared prepared;
        prepared.purpose = purpose;
        prepared.agreement = agreement;
        prepared.runs = {{21, 22}};
        prepared.expects = "997";
        journal::Unit unit;
        unit.records.push_back(journal::make_record(created, 21, 22));
        unit.records.push_back(journal::make_record(prepared, delivery));
        for (const char* level : {"interchange", "group", "transaction"})
            unit.numbers.push_back({agreement + "/out/" + level, level[0] == 't' ? 2u : 1u, first});
        unit.trace_keys.push_back({agreement + "/out/interchange", {}, delivery, 0, 0});
        unit.trace_keys.push_back({agreement + "/out/group", {}, delivery, 1, 0});
        REQUIRE(commit(unit).applied);
    }
    Correlation found(const std::string& acknowledgement) {
        Document document(names);
        REQUIRE(read_json(acknowledgement, "test", document).ok());
        Correlation made = correlate(*store, partners, *partners.agreement("acme-edi"), document).value();
        json = to_json(document);
        return made;
    }

    Names names;
    partner::Directory partners = read_partners();
    std::string json;
};

}  // namespace

TEST_CASE_METHOD(Sent, "a 997 finds the delivery by its group, and the document of each transaction") {
    send(31, "acme-edi", 7);
    const Correlation made =
        found(R"({"kind":"997","decision":"partially-accepted","groupControlNumber":"7","transactions":[)"
              R"({"controlNumber":"0008","decision":"rejected"},{"controlNumber":"0099","decision":"accepted"}]})");
    CHECK(made.record.delivery == 31);
    CHECK(made.record.first == 0);
    CHECK(made.closes);
    REQUIRE(made.record.transactions.size() == 1);
    CHECK(made.record.transactions[0].document == 12);
    CHECK(made.record.transactions[0].run == 22);
    CHECK(made.record.transactions[0].decision == "rejected");
    CHECK(json.find(R"("document":"D12")") != std::string::npos);
    CHECK(json.find(R"("correlation":"found","delivery":"S31","documents":["D11","D12"])") != std::string::npos);
}

TEST_CASE_METHOD(Sent,
                 "a TA1 finds the delivery by its interchange, whatever zeros are before it, and leaves the 997 due") {
    send(31, "acme-edi", 7);
    const Correlation made = found(R"({"kind":"TA1","decision":"accepted","interchangeControlNumber":"000000007"})");
    CHECK(made.record.delivery == 31);
    CHECK_FALSE(made.closes);
    CHECK(found(R"({"kind":"TA1","decision":"rejected","interchangeControlNumber":"000000007"})").closes);
    CHECK(made.claim != found(R"({"kind":"997","decision":"accepted","groupControlNumber":"7"})").claim);
}

TEST_CASE_METHOD(Sent, "a CONTRL that only says that the interchange arrived leaves the answer due") {
    send(31, "acme-edi", 7);
    const Correlation receipt =
        found(R"({"kind":"CONTRL","decision":"accepted","interchangeControlNumber":"7","receiptOnly":true})");
    CHECK_FALSE(receipt.closes);
    const Correlation answer = found(R"({"kind":"CONTRL","decision":"accepted","interchangeControlNumber":"7"})");
    CHECK(answer.closes);
    CHECK(receipt.claim != answer.claim);
}

TEST_CASE_METHOD(Sent, "a number that was not given out, or is none, is about nothing that we sent") {
    send(31, "acme-edi", 7);
    for (const char* number : {"8", "", "seven", "7a", "99999999999999999999999"}) {
        INFO(number);
        const Correlation made =
            found(std::string(R"({"kind":"997","decision":"accepted","groupControlNumber":")") + number + "\"}");
        CHECK(made.record.delivery == 0);
        CHECK(json.find(R"("correlation":"unknown")") != std::string::npos);
    }
}

TEST_CASE_METHOD(Sent,
                 "the newest delivery with the number counts, in all agreements of the format and use and no other") {
    const std::string answer = R"({"kind":"997","decision":"accepted","groupControlNumber":"7"})";
    send(31, "acme-edifact", 7);
    send(32, "acme-test", 7);
    CHECK(found(answer).record.delivery == 0);
    send(33, "acme-late", 7);
    CHECK(found(answer).record.delivery == 33);
    send(34, "acme-later", 7);
    CHECK(found(answer).record.delivery == 34);
}

TEST_CASE_METHOD(Sent,
                 "what went out under the agreement that is answered under is meant before a newer one of another") {
    send(31, "acme-edi", 7);
    send(32, "acme-late", 7);
    CHECK(found(R"({"kind":"997","decision":"accepted","groupControlNumber":"7"})").record.delivery == 31);
}

TEST_CASE_METHOD(Sent, "documents that were sent are meant before our own acknowledgement with the same number") {
    send(31, "acme-late", 7);
    send(32, "acme-edi", 7, Purpose::acknowledgement);
    CHECK(found(R"({"kind":"997","decision":"accepted","groupControlNumber":"7"})").record.delivery == 31);
}

TEST_CASE_METHOD(Sent, "a second acknowledgement names the first") {
    send(31, "acme-edi", 7);
    const std::string accepted = R"({"kind":"997","decision":"accepted","groupControlNumber":"7"})";
    journal::Unit unit = journal::unit_about(41);
    unit.claims.push_back({"acknowledged", found(accepted).claim, 41});
    REQUIRE(commit(unit).applied);
    CHECK(found(accepted).record.first == 41);
    CHECK(json.find(R"("correlation":"repeated")") != std::string::npos);
}
