// The canonical functional acknowledgement of what was found in a group.
#include <crossdock/host_findings.h>

#include <catch2/catch.hpp>

#include "host/document/json.hpp"
#include "host/intake/acknowledgement.hpp"

using namespace crossdock;
using namespace crossdock::intake;
using plugins::Decision;

namespace {

plugins::Finding finding(plugins::Scope scope, const std::string& code, std::uint32_t segment = 0) {
    plugins::Finding made;
    made.scope = scope;
    made.standard_code = code;
    made.transaction_segment = segment;
    return made;
}

plugins::GroupReport group(const std::vector<Decision>& decisions) {
    plugins::GroupReport report;
    report.interchange.control_number = "000000101";
    report.group.control_number = "101";
    report.group.functional_id = "PO";
    report.group_end.complete = true;
    report.group_end.declared = static_cast<std::uint32_t>(decisions.size());
    for (const Decision decision : decisions)
        report.transactions.push_back({decision, "850", std::to_string(1000 + report.transactions.size()), {}});
    return report;
}

std::string made(const plugins::GroupReport& report) {
    const Names names;
    Document document(names);
    make_acknowledgement(report, "x12/004010/997", "harbor", document);
    return to_json(document);
}

bool says(const plugins::GroupReport& report, const std::string& part) {
    const std::string json = made(report);
    INFO(json);
    return json.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a group without findings is accepted with its transactions") {
    CHECK(made(group({Decision::accepted})) ==
          R"({"standard":"x12","kind":"997","partner":"harbor","interchangeControlNumber":"000000101",)"
          R"("groupControlNumber":"101","functionalId":"PO","decision":"accepted","transactionsIncluded":1,)"
          R"("transactionsReceived":1,"transactionsAccepted":1,)"
          R"("transactions":[{"type":"850","controlNumber":"1000","decision":"accepted"}]})");
}

TEST_CASE("a map is told that an interchange came before, whose code is the standard's own") {
    plugins::GroupReport report = group({Decision::rejected});
    plugins::GroupReport whole = report;
    whole.level = plugins::EnvelopeLevel::interchange;
    whole.groups = {report};
    whole.decision = Decision::rejected;
    CHECK_FALSE(says(whole, R"("duplicate")"));
    whole.findings.push_back(finding(plugins::Scope::interchange, ""));
    whole.findings.back().code = CROSSDOCK_FINDING_DUPLICATE;
    CHECK(says(whole, R"("decision":"rejected","duplicate":true,)"));
}

TEST_CASE("the group's decision follows from its transactions") {
    CHECK(says(group({Decision::accepted, Decision::rejected}), R"("decision":"partially-accepted","transactionsI)"));
    CHECK(says(group({Decision::rejected, Decision::rejected}), R"("decision":"rejected","transactionsI)"));
    CHECK(says(group({Decision::accepted, Decision::accepted_with_errors}),
               R"("decision":"accepted-with-errors","transactionsI)"));
    auto rejected = group({Decision::accepted});
    rejected.decision = Decision::rejected;
    CHECK(says(rejected,
               R"("decision":"rejected","transactionsIncluded":1,"transactionsReceived":1,"transactionsAccepted":0)"));
}

TEST_CASE("accepted transactions of a large group that are not listed count as received and accepted") {
    auto report = group({Decision::rejected});
    report.unlisted = 2999;
    report.group_end.declared = 3000;
    CHECK(says(report, R"("decision":"partially-accepted","transactionsIncluded":3000,"transactionsReceived":3000,)"
                       R"("transactionsAccepted":2999,"transactions":[{)"));
    report.transactions.clear();
    report.unlisted = 3000;
    CHECK(says(report, R"("decision":"accepted","transactionsIncluded":3000,"transactionsReceived":3000,)"
                       R"("transactionsAccepted":3000})"));
    report.group_end.complete = false;
    CHECK(says(report, R"("transactionsIncluded":3000)"));
    report.decision = Decision::rejected;
    CHECK(says(report, R"("decision":"rejected")"));
    CHECK(says(report, R"("transactionsReceived":3000,"transactionsAccepted":0})"));
}

TEST_CASE("a group without a trailer counts what came") {
    auto report = group({Decision::accepted, Decision::accepted});
    report.group_end.complete = false;
    report.group_end.declared = 7;
    CHECK(says(report, R"("transactionsIncluded":2)"));
}

TEST_CASE("findings stand in the order of their segments, codes once, notes not at all") {
    auto report = group({Decision::rejected});
    auto& findings = report.transactions[0].findings;
    findings.push_back(finding(plugins::Scope::segment, "3", 9));
    auto element = finding(plugins::Scope::element, "6", 4);
    element.element = 2;
    element.tag = "PO1";
    element.element_reference = "330";
    element.value = "twelve";
    findings.push_back(element);
    findings.push_back(finding(plugins::Scope::transaction, "4"));
    findings.push_back(finding(plugins::Scope::transaction, "4"));
    auto note = finding(plugins::Scope::transaction, "7");
    note.severity = plugins::Severity::note;
    findings.push_back(note);
    CHECK(
        says(report,
             R"("codes":["4"],"findings":[)"
             R"({"segment":"PO1","segmentNumber":4,"element":2,"elementReference":"330","code":"6","value":"twelve"},)"
             R"({"segmentNumber":9,"code":"3"}])"));
}

TEST_CASE("what came from outside is cut to what the schema allows") {
    auto report = group({Decision::rejected});
    auto bad = finding(plugins::Scope::segment, "2", 3);
    bad.tag = "P~1";
    bad.value.assign(199, 'x');
    bad.value += "\xC3\xA4\xC3\xB6";
    bad.text = "caf\xC3";
    report.transactions[0].findings.push_back(bad);
    report.transactions[0].control_number.clear();
    const std::string json = made(report);
    INFO(json);
    CHECK(json.find("\"segment\"") == std::string::npos);
    CHECK(json.find("x\xC3\xA4\",\"text\":\"caf\"") != std::string::npos);
    CHECK(json.find(R"("controlNumber":"0000")") != std::string::npos);
}

TEST_CASE("the canonical acknowledgement of an interchange sums up its groups") {
    plugins::GroupReport report;
    report.level = plugins::EnvelopeLevel::interchange;
    report.interchange.control_number = "000000101";
    report.groups = {group({Decision::accepted, Decision::rejected}), group({Decision::accepted})};
    report.findings.push_back(finding(plugins::Scope::interchange, "29"));
    CHECK(says(report, R"("interchangeControlNumber":"000000101","decision":"partially-accepted",)"
                       R"("transactionsIncluded":3,"transactionsReceived":3,"transactionsAccepted":2,"codes":["29"])"));
    report.groups[1].decision = Decision::rejected;
    CHECK(says(report, R"("transactionsAccepted":1)"));
    report.groups.pop_back();
    CHECK(says(report, R"("groupControlNumber":"101")"));
    report.decision = Decision::rejected;
    CHECK(says(report, R"("decision":"rejected")"));
    CHECK(says(report, R"("transactionsAccepted":0)"));
}
