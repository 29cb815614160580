#include "host/commands/edi/finding_text.hpp"

#include <catch2/catch.hpp>

#include "host/document/json.hpp"

using namespace crossdock::commands::edi;
using crossdock::plugins::Finding;
using crossdock::plugins::Scope;
using crossdock::plugins::Severity;

namespace {

Finding bad_number() {
    Finding finding;
    finding.scope = Scope::element;
    finding.segment = 13;
    finding.transaction_segment = 4;
    finding.element = 2;
    finding.offset = 425;
    finding.size = 6;
    finding.code = "x12.bad-number";
    finding.text = "PO102 is 'tw\"elve'; a decimal number would be right";
    finding.value = "tw\"elve";
    finding.tag = "PO1";
    finding.standard_code = "6";
    return finding;
}

}  // namespace

TEST_CASE("a finding is one line with its file, its place and its id") {
    const std::string file = "a.edi";
    Finding finding = bad_number();
    CHECK(finding_line(finding, {&file}) ==
          "a.edi: segment 13, PO102, byte 425: error: PO102 is 'tw\"elve'; a decimal number would be right "
          "(x12.bad-number)");
    finding.component = 3;
    finding.severity = Severity::warning;
    finding.text = "two\nlines";
    CHECK(finding_line(finding, {}) == "segment 13, PO102-3, byte 425: warning: two\\nlines (x12.bad-number)");
    CHECK(finding_line({}, {}) == "error:  ()");
}

TEST_CASE("a finding as JSON has every member, null where it is unknown") {
    const std::string file = "a.edi";
    crossdock::plugins::Envelope interchange;
    interchange.control_number = "000000102";
    crossdock::plugins::Slice slice;
    slice.control_number = "0002";
    slice.type = "x12/004010/850";
    const std::string text = finding_json(bad_number(), {&file, &interchange, nullptr, &slice});
    const crossdock::Names names;
    crossdock::Document json(names);
    REQUIRE(crossdock::read_json(text, "finding", json).ok());
    const auto member = [&](const char* name) { return json.text(crossdock::Document::root, name); };
    CHECK(member("id") == "x12.bad-number");
    CHECK(member("severity") == "error");
    CHECK(member("scope") == "element");
    CHECK(member("interchange") == "000000102");
    CHECK(member("transaction") == "0002");
    CHECK(member("segment") == "13");
    CHECK(member("offset") == "425");
    CHECK(member("value") == "tw\"elve");
    CHECK(member("expected") == "a decimal number");
    CHECK(member("acknowledgement_code") == "6");
    CHECK(text.find("\"group\":null") != std::string::npos);
    CHECK(text.find("\"component\":null") != std::string::npos);
    CHECK(finding_json({}, {}).find("\"offset\":null") != std::string::npos);
}

TEST_CASE("what would be right is taken from the sentence, where it says so") {
    Finding finding;
    finding.text = "X is 'a; b'; one to three digits would be right";
    CHECK(expected_by(finding) == "one to three digits");
    finding.text = "mandatory PO102 is missing";
    CHECK(expected_by(finding).empty());
    finding.text = "this would be right";
    CHECK(expected_by(finding).empty());
}
