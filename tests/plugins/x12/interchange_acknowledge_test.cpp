// Acknowledging an interchange with TA1, and reading and writing TA1.
#include "tests/plugins/edi/format_under_test.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/x12/assembler.hpp"
#include "plugins/x12/format_adapter.hpp"
#include "plugins/x12/interchange_acknowledger.hpp"
#include "plugins/x12/transaction.hpp"

#include <crossdock/host_findings.h>
#include <crossdock/cpp/views.hpp>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

namespace {

struct Report {
    crossdock_decision decision = CROSSDOCK_DECISION_ACCEPTED;
    std::vector<Finding> findings;
    std::string group_control = "7";  // empty: there is nothing but a TA1
    std::uint32_t requested = 1;
};

crossdock_group_report raw_report(const Report& report, std::vector<crossdock_finding>& findings,
                                  crossdock_group_report& group, const crossdock_format_options* options) {
    for (const Finding& finding : report.findings) findings.push_back(raw(finding));
    group.struct_size = sizeof group;
    group.group.control_number = sdk::view(report.group_control);
    crossdock_group_report made{};
    made.struct_size = sizeof made;
    made.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
    made.decision = report.decision;
    made.interchange.control_number = sdk::view("000000101");
    made.interchange.date = sdk::view("260301");
    made.interchange.time = sdk::view("0905");
    made.interchange.acknowledgement_requested = report.requested;
    made.findings = findings.data();
    made.finding_count = findings.size();
    made.finding_size = sizeof(crossdock_finding);
    made.groups = &group;
    made.group_count = 1;
    made.group_size = sizeof group;
    made.options = options;
    return made;
}

// The TA1 as it is written; empty: none.
std::string acknowledged(const Report& report, const Options& options = {}) {
    std::vector<crossdock_finding> findings;
    crossdock_group_report group{};
    const crossdock_group_report made = raw_report(report, findings, group, options);
    Tape tape;
    const std::string type = x12::acknowledge_interchange(catalog(), made, tape.writer());
    if (type.empty()) return {};
    CHECK(type == "x12/interchange/TA1");
    const crossdock_tape_view document = tape.view("");
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(type);
    request.document = &document;
    Output output;
    x12::encode(catalog(), request, output.raw());
    return output.bytes();
}

Finding finding(crossdock_severity severity, const std::string& code) {
    Finding result;
    result.severity = severity;
    result.scope = CROSSDOCK_SCOPE_INTERCHANGE;
    result.standard_code = code;
    return result;
}

}  // namespace

TEST_CASE("an interchange that is right is accepted by TA1") {
    CHECK(acknowledged({}) == "TA1*000000101*260301*0905*A*000~");
    // A warning that the standard has no code for is none of the sender's business.
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS, {finding(CROSSDOCK_SEVERITY_WARNING, "")}}) ==
          "TA1*000000101*260301*0905*A*000~");
}

TEST_CASE("TA105 is the first error's code, else the first warning's") {
    CHECK(acknowledged({CROSSDOCK_DECISION_REJECTED,
                        {finding(CROSSDOCK_SEVERITY_WARNING, "014"), finding(CROSSDOCK_SEVERITY_ERROR, "021"),
                         finding(CROSSDOCK_SEVERITY_ERROR, "001")}}) == "TA1*000000101*260301*0905*R*021~");
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS, {finding(CROSSDOCK_SEVERITY_WARNING, "014")}}) ==
          "TA1*000000101*260301*0905*E*014~");
    CHECK(acknowledged({CROSSDOCK_DECISION_REJECTED, {}}) == "TA1*000000101*260301*0905*R*024~");
}

TEST_CASE("a duplicate that the host refuses is rejected as one") {
    Finding duplicate = finding(CROSSDOCK_SEVERITY_ERROR, "");
    duplicate.code = CROSSDOCK_FINDING_DUPLICATE;
    CHECK(acknowledged({CROSSDOCK_DECISION_REJECTED, {duplicate, finding(CROSSDOCK_SEVERITY_ERROR, "021")}}) ==
          "TA1*000000101*260301*0905*R*025~");
}

TEST_CASE("when a TA1 is written is the envelope's wish, or the agreement's") {
    const Report unasked{CROSSDOCK_DECISION_ACCEPTED, {}, "7", 0};
    const Report rejected{CROSSDOCK_DECISION_REJECTED, {}, "7", 0};
    CHECK(acknowledged(unasked).empty());
    CHECK_FALSE(acknowledged(unasked, {{"interchange-acknowledgement", "always"}}).empty());
    CHECK(acknowledged(unasked, {{"interchange-acknowledgement", "rejected"}}).empty());
    CHECK_FALSE(acknowledged(rejected, {{"interchange-acknowledgement", "rejected"}}).empty());
    CHECK(acknowledged({}, {{"interchange-acknowledgement", "never"}}).empty());
    CHECK_THROWS_WITH(acknowledged({}, {{"interchange-acknowledgement", "maybe"}}), Catch::Contains("requested"));
}

TEST_CASE("an interchange that has nothing but TA1 is not acknowledged") {
    CHECK(acknowledged({CROSSDOCK_DECISION_ACCEPTED, {}, ""}, {{"interchange-acknowledgement", "always"}}).empty());
}

TEST_CASE("a host that does not speak of interchanges asks for a group's acknowledgement") {
    const FormatUnderTest<x12::X12Format> adapter(
        {{"dictionaries", std::string(CROSSDOCK_SOURCE_DIR "/mappings/dictionaries")}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    const auto type_of = [&](crossdock_group_report report) {
        Tape tape;
        Output type;
        crossdock_error error = sdk::empty_error();
        const crossdock_status status =
            adapter.format->acknowledge(adapter.table->self, &report, &tape.writer(), &type.raw(), &error);
        return status == CROSSDOCK_OK ? type.bytes() : std::string();
    };
    std::vector<crossdock_finding> findings;
    crossdock_group_report group{};
    crossdock_group_report report = raw_report({}, findings, group, nullptr);
    report.group.functional_id = sdk::view("PO");
    report.group.control_number = sdk::view("7");
    CHECK(type_of(report) == "x12/interchange/TA1");
    report.struct_size = offsetof(crossdock_group_report, options);
    CHECK(type_of(report) == "x12/004010/997");
    report.group.functional_id = sdk::view("FA");
    CHECK(type_of(report).empty());
}

TEST_CASE("a TA1 is read as a document of its own, and its interchange written without groups") {
    Tape tape;
    std::vector<crossdock_finding> findings;
    crossdock_group_report group{};
    const crossdock_group_report report = raw_report({}, findings, group, nullptr);
    REQUIRE_FALSE(x12::acknowledge_interchange(catalog(), report, tape.writer()).empty());
    const crossdock_tape_view document = tape.view("");
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(x12::interchange_acknowledgement_type);
    request.document = &document;
    const Options options{{"acknowledgement-requested", "yes"}};
    request.options = options;
    Output segment;
    x12::encode(catalog(), request, segment.raw());
    const std::string text = segment.bytes();
    crossdock_encoded_view encoded{};
    encoded.struct_size = sizeof encoded;
    encoded.type = sdk::view(x12::interchange_acknowledgement_type);
    encoded.bytes = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    crossdock_assemble_request assembly{};
    assembly.struct_size = sizeof assembly;
    assembly.sender = {sdk::view("01"), sdk::view("098765432")};
    assembly.receiver = {sdk::view("ZZ"), sdk::view("HARBORSTORES")};
    assembly.transactions = &encoded;
    assembly.transaction_count = 1;
    assembly.transaction_size = sizeof encoded;
    assembly.options = options;
    Output output;
    x12::assemble(catalog(), assembly, output.raw());
    const std::string bytes = output.bytes();
    CHECK(bytes.find("*0*P*:~TA1*000000101*260301*0905*A*000~IEA*0*000000000~") != std::string::npos);

    const Split found = split(bytes);
    CHECK(found.findings.empty());
    REQUIRE(found.slices.size() == 1);
    CHECK(found.slices[0].type == "x12/interchange/TA1");
    CHECK(found.slices[0].control == "000000101");
    CHECK(found.slices[0].complete);
    CHECK(bytes.substr(found.slices[0].offset, found.slices[0].size) == text);
    const Decoded decoded = decode(bytes, found.slices[0]);
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape == "TA1{ TA101=000000101 TA102=260301 TA103=0905 TA104=A TA105=000 }");
}

TEST_CASE("a TA1 with a decision that there is not is found out") {
    const std::string bytes = replaced(interchange({}), "GS*", "TA1*000000101*260301*0905*X*000~\nGS*");
    const Split found = split(bytes);
    REQUIRE(found.slices.size() == 1);
    const Decoded decoded = decode(bytes, found.slices[0]);
    REQUIRE(decoded.findings.size() == 1);
    CHECK(decoded.findings[0].code == "x12.bad-code");
}
