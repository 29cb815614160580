// Acknowledging a group with a 997 or a 999.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/x12/acknowledger.hpp"
#include "plugins/x12/transaction.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

namespace {

struct Report {
    crossdock_decision decision = CROSSDOCK_DECISION_ACCEPTED;
    std::vector<Finding> group_findings;
    struct Set {
        std::string code, control;
        crossdock_decision decision;
        std::vector<Finding> findings;
    };
    std::vector<Set> sets;
    std::uint32_t declared = UINT32_MAX;
    bool complete = true;
    std::string version = "004010";
    std::string functional_id = "PO";
    std::string control = "7";
};

// Type and segments of the acknowledgement between ST and SE, written by the encoder: so it is valid by its own
// dictionary.
struct Acknowledgement {
    std::string type, segments;
};
Acknowledgement acknowledgement(const Report& report, const Options& options = {}) {
    std::vector<std::vector<crossdock_finding>> findings;
    std::vector<crossdock_transaction_report> transactions;
    for (const Report::Set& set : report.sets) {
        auto& list = findings.emplace_back();
        for (const Finding& finding : set.findings) list.push_back(raw(finding));
    }
    for (std::size_t index = 0; index < report.sets.size(); ++index) {
        const Report::Set& set = report.sets[index];
        transactions.push_back({sizeof(crossdock_transaction_report), set.decision, sdk::view(set.code),
                                sdk::view(set.control), findings[index].data(), findings[index].size(),
                                sizeof(crossdock_finding)});
    }
    std::vector<crossdock_finding> group_findings;
    for (const Finding& finding : report.group_findings) group_findings.push_back(raw(finding));
    crossdock_group_report group{};
    group.struct_size = sizeof group;
    group.decision = report.decision;
    group.group.functional_id = sdk::view(report.functional_id);
    group.group.version = sdk::view(report.version);
    group.options = options;
    group.group.control_number = sdk::view(report.control);
    group.group_end.complete = report.complete ? 1 : 0;
    group.group_end.declared =
        report.declared == UINT32_MAX ? static_cast<std::uint32_t>(report.sets.size()) : report.declared;
    group.findings = group_findings.data();
    group.finding_count = group_findings.size();
    group.finding_size = sizeof(crossdock_finding);
    group.transactions = transactions.data();
    group.transaction_count = transactions.size();
    group.transaction_size = sizeof(crossdock_transaction_report);
    Tape tape;
    Acknowledgement made;
    made.type = x12::acknowledge_group(catalog(), group, tape.writer());
    if (made.type.empty()) return made;
    const crossdock_tape_view document = tape.view("");
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(made.type);
    request.document = &document;
    request.options = options;
    Output output;
    x12::encode(catalog(), request, output.raw());
    const std::string bytes = output.bytes();
    made.segments = bytes.substr(12, bytes.rfind("SE*") - 12);
    return made;
}

std::string acknowledged(const Report& report, const Options& options = {}) {
    return acknowledgement(report, options).segments;
}

Finding finding(crossdock_scope scope, std::uint32_t segment, const std::string& tag, const std::string& code,
                unsigned element = 0, const std::string& value = "", const std::string& reference = "") {
    Finding result;
    result.severity = CROSSDOCK_SEVERITY_ERROR;
    result.scope = scope;
    result.transaction_segment = segment;
    result.tag = tag;
    result.standard_code = code;
    result.element = element;
    result.value = value;
    result.reference = reference;
    return result;
}

}  // namespace

TEST_CASE("an accepted group is acknowledged with A") {
    CHECK(acknowledged(
              {CROSSDOCK_DECISION_ACCEPTED,
               {},
               {{"850", "0001", CROSSDOCK_DECISION_ACCEPTED, {}}, {"850", "0002", CROSSDOCK_DECISION_ACCEPTED, {}}}}) ==
          "AK1*PO*7~AK2*850*0001~AK5*A~AK2*850*0002~AK5*A~AK9*A*2*2*2~");
}

TEST_CASE("findings become AK3 and AK4, one AK3 for a segment's elements") {
    Finding composite = finding(CROSSDOCK_SCOPE_ELEMENT, 5, "REF", "1", 4, "", "127");
    composite.component = 2;
    Finding in_loop = finding(CROSSDOCK_SCOPE_SEGMENT, 9, "N3", "7");
    in_loop.loop = "N1";
    Finding note = finding(CROSSDOCK_SCOPE_SEGMENT, 2, "BEG", "8");
    note.severity = CROSSDOCK_SEVERITY_NOTE;
    const Report report{
        CROSSDOCK_DECISION_ACCEPTED,
        {},
        {{"850",
          "0001",
          CROSSDOCK_DECISION_REJECTED,
          {in_loop, finding(CROSSDOCK_SCOPE_ELEMENT, 5, "REF", "5", 2, "TOO LONG", "127"), composite, note,
           finding(CROSSDOCK_SCOPE_SEGMENT, 5, "REF", "5"), finding(CROSSDOCK_SCOPE_TRANSACTION, 0, "SE", "4")}},
         {"850", "0002", CROSSDOCK_DECISION_ACCEPTED, {}}}};
    CHECK(acknowledged(report) ==
          "AK1*PO*7~AK2*850*0001~AK3*REF*5**5~AK3*REF*5**8~AK4*2*127*5*TOO LONG~AK4*4:2*127*1~AK3*N3*9*N1*7~AK5*R*4*5~"
          "AK2*850*0002~AK5*A~AK9*P*2*2*1~");
}

TEST_CASE("accepted with errors is E, rejected is R, for sets and for the group") {
    const Report::Set with_errors{"850", "0001", CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS, {}};
    const Report::Set rejected{"850", "0002", CROSSDOCK_DECISION_REJECTED, {}};
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, {with_errors}}) == "AK1*PO*7~AK2*850*0001~AK5*E~AK9*E*1*1*1~");
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, {rejected}}) == "AK1*PO*7~AK2*850*0002~AK5*R~AK9*R*1*1*0~");
    CHECK(acknowledged({CROSSDOCK_DECISION_REJECTED,
                        {finding(CROSSDOCK_SCOPE_GROUP, 0, "GE", "5"), finding(CROSSDOCK_SCOPE_GROUP, 0, "GE", "4")},
                        {with_errors},
                        3}) == "AK1*PO*7~AK2*850*0001~AK5*E~AK9*R*3*1*0*5*4~");
    CHECK(acknowledged({CROSSDOCK_DECISION_REJECTED, {finding(CROSSDOCK_SCOPE_GROUP, 0, "GS", "2")}, {}, 0}) ==
          "AK1*PO*7~AK9*R*0*0*0*2~");
    Report cut{CROSSDOCK_DECISION_REJECTED, {}, {rejected}, 0};
    cut.complete = false;
    CHECK(acknowledged(cut) == "AK1*PO*7~AK2*850*0002~AK5*R~AK9*R*1*1*0~");
}

TEST_CASE("limits of the 997 are kept and data that could break it is left out") {
    std::vector<Finding> many;
    for (unsigned element = 1; element <= 150; ++element)
        many.push_back(finding(CROSSDOCK_SCOPE_ELEMENT, 3, "PO1", "7", element, "A*B", "330"));
    for (const char* code : {"1", "2", "3", "4", "6", "7"})
        many.push_back(finding(CROSSDOCK_SCOPE_TRANSACTION, 0, "ST", code));
    const std::string text =
        acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, {{"850", "12345678901", CROSSDOCK_DECISION_REJECTED, many}}});
    std::size_t elements = 0;
    for (std::size_t at = text.find("AK4*"); at != std::string::npos; at = text.find("AK4*", at + 1)) ++elements;
    CHECK(elements == 99);
    CHECK(text.find("A*B") == std::string::npos);
    CHECK(text.find("AK2*850*123456789~") != std::string::npos);
    CHECK(text.find("AK5*R*1*2*3*4*6~") != std::string::npos);
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED,
                        {},
                        {{"", "", CROSSDOCK_DECISION_REJECTED, {finding(CROSSDOCK_SCOPE_SEGMENT, 2, "b@d", "1")}}}}) ==
          "AK1*PO*7~AK2*000*0000~AK3*ZZZ*2**1~AK5*R*5~AK9*R*1*1*0~");
}

TEST_CASE("what split and decode find in a bad order can be acknowledged as it is") {
    const std::string payload = replaced(
        replaced(replaced(order(), "BEG*00*SA*NW-450012**20260301~\n", ""), "*8.75*", "*8,75*"), "SE*27*", "SE*25*");
    const Split found = split(payload);
    std::vector<Finding> findings = found.findings;
    for (const Finding& each : decode(payload, found.slices.at(0)).findings) findings.push_back(each);
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, {{"850", "0001", CROSSDOCK_DECISION_REJECTED, findings}}}) ==
          "AK1*PO*7~AK2*850*0001~AK3*BEG*2**3~AK3*PO1*16*PO1*8~AK4*4*212*6*8,75~AK5*R*4*5~AK9*R*1*1*0~");
}

TEST_CASE("what a partner sent that cannot be sent is replaced in an acknowledgement, which is written all the same") {
    const auto answer = [](const std::string& set, const std::string& control, const Options& options = {}) {
        return acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, {{set, control, CROSSDOCK_DECISION_ACCEPTED, {}}}},
                            options);
    };
    const auto with = [](const std::string& what) { return "AK1*PO*7~AK2*" + what + "~AK5*A~AK9*A*1*1*1~"; };
    CHECK(answer("850",
                 "00\xC3\x84"
                 "1") == with("850*00-1"));
    CHECK(answer("850", "12345678\xC3\x84") == with("850*12345678-"));
    CHECK(answer("850", "12345678\xE4\xB8\xAD\xE4\xB8\xAD") == with("850*12345678-"));
    CHECK(answer("850", "12*45~78:") == with("850*12-45-78-"));
    CHECK(answer("850", "12\x01\x7F\xFF") == with("850*12---"));
    CHECK(answer("850", "\xC3\x84") == with("850*-"));
    CHECK(answer("850", "    ") == with("850*0000"));
    CHECK(answer("8\xC3\x84"
                 "0",
                 "0001") == with("8-0*0001"));
    CHECK(answer("85\xC3\x84"
                 "0",
                 "0001") == with("85-*0001"));
    CHECK(answer("850",
                 "00\xC3\x84"
                 "1",
                 {{"charset", "utf-8"}}) == with("850*00\xC3\x84"
                                                 "1"));
    CHECK(answer("850", "00-1*", {{"acknowledgement", "999"}}).find("AK2*850*00-1-~") != std::string::npos);
}

TEST_CASE("a group whose header has nothing to repeat is acknowledged all the same") {
    const auto answer = [](const std::string& functional_id, const std::string& control, const std::string& version) {
        Report report{CROSSDOCK_DECISION_REJECTED, {finding(CROSSDOCK_SCOPE_GROUP, 0, "GS", "6")}, {}, 0};
        report.functional_id = functional_id;
        report.control = control;
        report.version = version;
        return acknowledged(report);
    };
    CHECK(answer("PO", "A7", "004010") == "AK1*PO*0~AK9*R*0*0*0*6~");
    CHECK(answer("PO", "", "004010") == "AK1*PO*0~AK9*R*0*0*0*6~");
    CHECK(answer("PO", "1234567890", "004010") == "AK1*PO*123456789~AK9*R*0*0*0*6~");
    CHECK(answer("P\xC3\x96X", "7", "004010") == "AK1*P-*7~AK9*R*0*0*0*6~");
    CHECK(answer("", "7", "004010") == "AK1*ZZ*7~AK9*R*0*0*0*6~");
    CHECK(answer("PO", "7", "005010\xC3\x84") == "AK1*PO*7*005010-~AK9*R*0*0*0*6~");
}

TEST_CASE("a 997 is written in the release of its group, or in the one that the agreement names") {
    const Report::Set good{"850", "0001", CROSSDOCK_DECISION_ACCEPTED, {}};
    Report report{CROSSDOCK_DECISION_ACCEPTED, {}, {good}};
    CHECK(acknowledgement(report).type == "x12/004010/997");
    report.version = "005010";
    CHECK(acknowledgement(report).type == "x12/005010/997");
    CHECK(acknowledged(report) == "AK1*PO*7*005010~AK2*850*0001~AK5*A~AK9*A*1*1*1~");
    CHECK(acknowledgement(report, {{"acknowledgement-version", "004010UCS"}}).type == "x12/004010/997");
    // One that the dictionaries do not have is answered in the first.
    report.version = "002040";
    CHECK(acknowledgement(report).type == "x12/004010/997");
    CHECK_THROWS_WITH(acknowledgement(report, {{"acknowledgement-version", "002040"}}),
                      Catch::Contains("x12/002040/997"));
}

TEST_CASE("a 999 has the same findings under its own names") {
    const Options options{{"acknowledgement", "999"}};
    Finding element = finding(CROSSDOCK_SCOPE_ELEMENT, 5, "REF", "5", 2, "TOO LONG", "127");
    element.component = 1;
    Report report{CROSSDOCK_DECISION_ACCEPTED,
                  {},
                  {{"850",
                    "0001",
                    CROSSDOCK_DECISION_REJECTED,
                    {element, finding(CROSSDOCK_SCOPE_SEGMENT, 9, "N3", "7"),
                     finding(CROSSDOCK_SCOPE_TRANSACTION, 0, "SE", "4")}},
                   {"850", "0002", CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS, {}}}};
    report.version = "005010X999";
    const Acknowledgement made = acknowledgement(report, options);
    CHECK(made.type == "x12/005010/999");
    CHECK(made.segments ==
          "AK1*PO*7*005010X999~AK2*850*0001~IK3*REF*5**8~IK4*2:1*127*5*TOO LONG~IK3*N3*9**7~IK5*R*4*5~AK2*850*0002~"
          "IK5*E~AK9*P*2*2*1~");
    // Release 004010 has no 999.
    report.version = "004010";
    CHECK(acknowledgement(report, options).type == "x12/005010/999");
}

TEST_CASE("the agreement may have no acknowledgement of groups, and no other than 997 and 999") {
    const Report report{CROSSDOCK_DECISION_ACCEPTED, {}, {}};
    CHECK(acknowledgement(report, {{"acknowledgement", "none"}}).type.empty());
    CHECK_THROWS_WITH(acknowledgement(report, {{"acknowledgement", "998"}}), Catch::Contains("997, 999 or none"));
}
