#include "host/partner/directory.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using namespace crossdock::partner;

namespace {

constexpr auto acme = R"(<partner name="acme">
  <identity qualifier="ZZ" id="ACME"/>
  <agreement name="acme-edi" format="x12">
    <duplicates by="control-number" within="90d"/>
    <acknowledge to="acme-out"/>
    <receive type="x12/004010/850" map="x12-850-to-order" publish="order.received/1"/>
    <send document="order-response/1" map="to-855" type="x12/004010/855" to="acme-out"/>
  </agreement>
</partner>)";

std::unique_ptr<Partner> read(const char* text, std::vector<Error>& errors) {
    const auto file = XmlFile::parse(text, "partners/acme.xml").value();
    return read_partner(*file, errors);
}

Directory directory(std::vector<Error>& errors) {
    std::vector<std::unique_ptr<Partner>> partners;
    partners.push_back(read(acme, errors));
    return {std::move(partners), {{"01", "OURS"}}, errors};
}

}  // namespace

TEST_CASE("a partner file says what is received, sent and acknowledged") {
    std::vector<Error> errors;
    const auto partner = read(acme, errors);
    REQUIRE(errors.empty());
    const Agreement& agreement = *partner->agreements.at(0);
    CHECK(agreement.acknowledge == AcknowledgeWhen::always);
    CHECK(agreement.acknowledge_to == "acme-out");
    CHECK(agreement.duplicates_within_ms == 90ll * 24 * 3600 * 1000);
    CHECK(agreement.on_duplicate == DuplicateAnswer::recognise);
    CHECK(agreement.release == ReleaseRule::group);
    REQUIRE(agreement.receive("x12/004010/850") != nullptr);
    CHECK(agreement.receive("x12/004010/810") == nullptr);
    CHECK(agreement.send("order-response/1")->to == "acme-out");
}

TEST_CASE("an agreement says what becomes of duplicates, in words that are known") {
    const auto with = [](const std::string& word, std::vector<Error>& errors) {
        std::string text = acme;
        text.replace(text.find(R"(within="90d")"), 12, "then=\"" + word + '"');
        return read(text.c_str(), errors);
    };
    std::vector<Error> errors;
    CHECK(with("refuse", errors)->agreements.at(0)->on_duplicate == DuplicateAnswer::refuse);
    CHECK(with("ask", errors)->agreements.at(0)->on_duplicate == DuplicateAnswer::ask);
    CHECK(with("accept", errors)->agreements.at(0)->on_duplicate == DuplicateAnswer::accept);
    REQUIRE(errors.empty());
    with("forget", errors);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].text.find("recognise") != std::string::npos);
    CHECK(errors[0].position.line == 4);
}

TEST_CASE("the parties and the test flag of an interchange select its agreement") {
    std::vector<Error> errors;
    const Directory partners = directory(errors);
    CHECK(partners.by_envelope("x12", {"ZZ", "ACME"}, {"01", "OURS"}, false).value()->name == "acme-edi");
    CHECK(partners.by_envelope("x12", {"ZZ", "NOBODY"}, {"01", "OURS"}, false).error().code == "partner.unknown");
    CHECK(partners.by_envelope("x12", {"ZZ", "ACME"}, {"01", "OTHER"}, false).error().code == "partner.not-for-us");
    CHECK(partners.by_envelope("x12", {"ZZ", "ACME"}, {"01", "OURS"}, true).error().code == "partner.wrong-use");
}

TEST_CASE("what a transport knows of its client selects an agreement too") {
    std::vector<Error> errors;
    const Directory partners = directory(errors);
    CHECK(partners.by_name("x12", "acme").ok());
    CHECK(partners.by_name("json", "acme").error().code == "partner.no-agreement");
    CHECK(partners.by_name("json", "nobody").error().code == "partner.unknown");
    CHECK(partners.for_sending("acme", "order-response/1", "acme-edi").value()->name == "acme-edi");
    CHECK(partners.for_sending("acme", "invoice/1", "acme-edi").error().code == "partner.not-sent");
    CHECK(partners.for_sending("nobody", "order-response/1", "acme-edi").error().code == "partner.not-sent");
}

TEST_CASE("what is sent goes under an agreement of the use that it came under") {
    constexpr auto send = R"(<send document="order-response/1" map="to-855" type="x12/004010/855" to="out"/>)";
    const auto agreement = [&](const std::string& name, const std::string& use, bool sends) {
        return "<agreement name=\"" + name + "\" format=\"x12\" use=\"" + use + "\">" + (sends ? send : "") +
               "</agreement>";
    };
    std::vector<Error> errors;
    std::vector<std::unique_ptr<Partner>> all;
    all.push_back(
        read(("<partner name=\"acme\">" + agreement("acme-web", "production", false) +
              agreement("acme-web-test", "test", false) + agreement("acme-edi", "production", true) +
              agreement("acme-edi-test", "test", true) + agreement("acme-edi-2", "production", true) + "</partner>")
                 .c_str(),
             errors));
    all.push_back(
        read(("<partner name=\"bolt\">" + agreement("bolt-test", "test", true) + "</partner>").c_str(), errors));
    const Directory partners(std::move(all), {}, errors);
    REQUIRE(errors.empty());
    const auto under = [&](const char* partner, const char* origin) {
        const auto found = partners.for_sending(partner, "order-response/1", origin);
        return found.ok() ? found.value()->name : found.error().text;
    };
    CHECK(under("acme", "acme-edi-test") == "acme-edi-test");
    CHECK(under("acme", "acme-edi-2") == "acme-edi-2");
    CHECK(under("acme", "acme-web") == "acme-edi");
    CHECK(under("acme", "acme-web-test") == "acme-edi-test");
    // What came from another partner, and what came under an agreement that is gone.
    CHECK(under("acme", "bolt-test") == "acme-edi-test");
    CHECK_THAT(under("bolt", "acme-edi"), Catch::Contains("bolt-test, which is for test") &&
                                              Catch::Contains("under acme-edi, which is for production") &&
                                              Catch::Contains("use=\"production\""));
    CHECK(under("bolt", "renamed") == "bolt-test");
    CHECK_THAT(under("acme", "renamed"), Catch::Contains("no agreement 'renamed'"));
}

TEST_CASE("two partners with one identity, and a document received twice, are mistakes") {
    std::vector<Error> errors;
    std::vector<std::unique_ptr<Partner>> partners;
    partners.push_back(read(acme, errors));
    partners.push_back(read(R"(<partner name="other"><identity qualifier="ZZ" id="ACME"/>
      <agreement name="acme-edi" format="x12">
        <receive type="a" map="m" publish="t/1"/><receive type="a" map="m" publish="t/1"/>
      </agreement></partner>)",
                            errors));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].code == "partner.receives-twice");
    errors.clear();
    const Directory directory(std::move(partners), {}, errors);
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].code == "partner.identity-twice");
    CHECK(errors[1].code == "partner.name-twice");
}

TEST_CASE("a document that is sent says which acknowledgement is owed for it, and by when") {
    const auto read_with = [](const std::string& attributes, std::vector<Error>& errors) {
        const std::string text = R"(<partner name="acme"><agreement name="acme-edi" format="x12">
<send document="order-response/1" map="to-855" type="x12/004010/855" to="acme-out" )" +
                                 attributes + "/></agreement></partner>";
        return read(text.c_str(), errors);
    };
    std::vector<Error> errors;
    const auto asked = read_with(R"(expects="997" within="2h" overdue="late/1")", errors);
    REQUIRE(errors.empty());
    const Send& send = *asked->agreements.at(0)->send("order-response/1");
    CHECK(send.expects == "997");
    CHECK(send.expects_within_ms == 2ll * 3600 * 1000);
    CHECK(send.overdue == "late/1");
    CHECK(read_with(R"(expects="TA1")", errors)->agreements.at(0)->send("order-response/1")->expects_within_ms ==
          24ll * 3600 * 1000);
    CHECK(errors.empty());
    CHECK(read_with("", errors)->agreements.at(0)->send("order-response/1")->expects.empty());
    CHECK(errors.empty());
    // A time alone says nothing.
    read_with(R"(within="2h")", errors);
    CHECK(errors.size() == 1);
}
