// Acknowledging an interchange or a group with CONTRL.
#include "plugins/edifact/acknowledger.hpp"
#include "plugins/edifact/format_adapter.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edi/format_under_test.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <crossdock/host_findings.h>
#include <crossdock/cpp/views.hpp>

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace sdk = crossdock::sdk;

namespace {

crossdock_decision decision(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings)
        if (finding.severity == CROSSDOCK_SEVERITY_ERROR) return CROSSDOCK_DECISION_REJECTED;
    return CROSSDOCK_DECISION_ACCEPTED;
}

struct Message {
    std::string code, control;
    std::vector<Finding> findings;
};

// An interchange as a host reports it, with views of what it holds.
class Report {
public:
    Report(std::vector<Message> messages, std::vector<Finding> own, bool in_group, const std::string& version = "3")
        : messages_(std::move(messages)), own_(std::move(own)), version_(version) {
        for (const Finding& finding : own_) own_raw_.push_back(raw(finding));
        for (const Message& message : messages_) {
            auto& list = raw_.emplace_back();
            for (const Finding& finding : message.findings) list.push_back(raw(finding));
        }
        for (std::size_t at = 0; at < messages_.size(); ++at)
            transactions_.push_back({sizeof(crossdock_transaction_report), decision(messages_[at].findings),
                                     sdk::view(messages_[at].code), sdk::view(messages_[at].control), raw_[at].data(),
                                     raw_[at].size(), sizeof(crossdock_finding)});
        report_.struct_size = sizeof report_;
        report_.decision = decision(own_);
        report_.interchange.control_number = sdk::view("REF1");
        report_.interchange.version = sdk::view(version_);
        report_.interchange.sender = {sdk::view("14"), sdk::view("5412345000013")};
        report_.interchange.receiver = {sdk::view("14"), sdk::view("4012345000009")};
        report_.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
        group_.struct_size = sizeof group_;
        if (in_group) {
            group_.group.control_number = sdk::view("G1");
            group_.group.sender = {sdk::view("14"), sdk::view("BUYER")};
            group_.group.receiver = {{}, sdk::view("SELLER")};
            group_.decision = report_.decision;
            report_.decision = CROSSDOCK_DECISION_ACCEPTED;
        }
        crossdock_group_report& about = in_group ? group_ : report_;
        about.findings = own_raw_.data();
        about.finding_count = own_raw_.size();
        about.finding_size = sizeof(crossdock_finding);
        group_.transactions = transactions_.data();
        group_.transaction_count = transactions_.size();
        group_.transaction_size = sizeof(crossdock_transaction_report);
        report_.groups = &group_;
        report_.group_count = 1;
        report_.group_size = sizeof group_;
    }
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    [[nodiscard]] const crossdock_group_report& raw_report() const { return report_; }
    // The same with another group beside the first.
    void add_group(const crossdock_group_report& group) {
        both_ = {group_, group};
        report_.groups = both_.data();
        report_.group_count = both_.size();
    }
    void set_interchange(std::string_view control, std::string_view sender) {
        report_.interchange.control_number = sdk::view(control);
        report_.interchange.sender.id = sdk::view(sender);
    }
    void set_unlisted(std::uint64_t count) { group_.unlisted_count = count; }
    void set_options(const crossdock_format_options* options) { report_.options = options; }

private:
    std::vector<Message> messages_;
    std::vector<Finding> own_;
    std::string version_;
    std::vector<crossdock_finding> own_raw_;
    std::vector<std::vector<crossdock_finding>> raw_;
    std::vector<crossdock_transaction_report> transactions_;
    std::vector<crossdock_group_report> both_;
    crossdock_group_report group_{};
    crossdock_group_report report_{};
};

// The segments between UNH and UNT, written by the encoder: so they are valid by their own dictionary.
std::string acknowledged(const Report& report, const std::string& syntax = "UNOC:3") {
    Tape tape;
    const std::string type = edifact::acknowledge(catalog(), report.raw_report(), tape.writer());
    const crossdock_tape_view document = tape.view("");
    const Options options{{"syntax", syntax}};
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(type);
    request.document = &document;
    request.options = options;
    Output output;
    edifact::encode(catalog(), request, output.raw());
    const std::string bytes = output.bytes();
    const std::size_t begin = bytes.find('\'') + 1;
    return bytes.substr(begin, bytes.rfind("UNT+") - begin);
}

const std::string order_code = "ORDERS:D:96A:UN:EAN008";
const std::string head = "UCI+REF1+5412345000013:14+4012345000009:14+";

Finding finding(crossdock_scope scope, const std::string& code, std::uint32_t segment = 0, unsigned element = 0,
                unsigned component = 0) {
    Finding result;
    result.severity = CROSSDOCK_SEVERITY_ERROR;
    result.scope = scope;
    result.standard_code = code;
    result.transaction_segment = segment;
    result.element = element;
    result.component = component;
    return result;
}

}  // namespace

TEST_CASE("an interchange that is right is acknowledged, with its messages") {
    CHECK(acknowledged({{{order_code, "1", {}}, {"INVOIC:D:01B:UN", "2", {}}}, {}, false}) ==
          head + "7'UCM+1+ORDERS:D:96A:UN:EAN008+7'UCM+2+INVOIC:D:01B:UN+7'");
}

TEST_CASE("what is wrong in a message follows its segment; positions count the tag") {
    CHECK(
        acknowledged({{{order_code,
                        "1",
                        {finding(CROSSDOCK_SCOPE_ELEMENT, "39", 9, 2, 1), finding(CROSSDOCK_SCOPE_ELEMENT, "13", 4, 1),
                         finding(CROSSDOCK_SCOPE_SEGMENT, "15", 9), finding(CROSSDOCK_SCOPE_ELEMENT, "", 9, 3)}},
                       {order_code, "2", {finding(CROSSDOCK_SCOPE_TRANSACTION, "29")}}},
                      {},
                      false}) == head +
                                     "7'UCM+1+ORDERS:D:96A:UN:EAN008+4'UCS+4'UCD+13+2'UCS+9+15'UCD+39+3:1'UCD+18+4'UCM+"
                                     "2+ORDERS:D:96A:UN:EAN008+4+29'");
}

TEST_CASE("warnings and notes are not in a CONTRL") {
    Finding warning = finding(CROSSDOCK_SCOPE_ELEMENT, "29", 9, 1);
    warning.severity = CROSSDOCK_SEVERITY_WARNING;
    CHECK(acknowledged({{{order_code, "1", {warning}}}, {}, false}) == head + "7'UCM+1+ORDERS:D:96A:UN:EAN008+7'");
}

TEST_CASE("an interchange that is rejected says why") {
    CHECK(acknowledged({{}, {finding(CROSSDOCK_SCOPE_INTERCHANGE, "28")}, false}) == head + "4+28'");
}

TEST_CASE("a duplicate that the host refuses is rejected as one, and its messages with it") {
    Finding duplicate = finding(CROSSDOCK_SCOPE_INTERCHANGE, "");
    duplicate.code = CROSSDOCK_FINDING_DUPLICATE;
    CHECK(acknowledged({{{order_code, "1", {}}}, {duplicate}, false}) == head + "4+26'");
}

TEST_CASE("a group is acknowledged in its interchange") {
    CHECK(acknowledged({{{order_code, "1", {}}}, {}, true}) ==
          head + "7'UCF+G1+BUYER:14+SELLER+7'UCM+1+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(acknowledged({{}, {finding(CROSSDOCK_SCOPE_GROUP, "29")}, true}).find("UCF+G1+BUYER:14+SELLER+4+29'") !=
          std::string::npos);
}

TEST_CASE("the CONTRL of syntax 4 answers an interchange of syntax 4") {
    CHECK(acknowledged({{{order_code, "1", {finding(CROSSDOCK_SCOPE_SEGMENT, "13", 3)}}}, {}, false, "4"}, "UNOC:4") ==
          head + "7'UCM+1+ORDERS:D:96A:UN:EAN008+4'UCS+3+13'");
}

TEST_CASE("no more elements are listed than a segment may have") {
    std::vector<Finding> many;
    for (unsigned element = 1; element <= 150; ++element)
        many.push_back(finding(CROSSDOCK_SCOPE_ELEMENT, "12", 3, element));
    const std::string text = acknowledged({{{order_code, "1", many}}, {}, false});
    std::size_t elements = 0;
    for (std::size_t at = text.find("UCD+"); at != std::string::npos; at = text.find("UCD+", at + 1)) ++elements;
    CHECK(elements == 99);
}

TEST_CASE("what split and decode find in a bad order can be acknowledged as it is") {
    const std::string payload =
        replaced(replaced(order(), "BGM+220+PO-450012+9'", ""), "PRI+AAA:8.75", "PRI+AAA:8.7.5");
    const Split found = split(payload);
    std::vector<Finding> findings = found.findings;
    for (const Finding& each : decode(payload, found.slices.at(0)).findings) findings.push_back(each);
    CHECK(acknowledged({{{found.slices[0].message_code, "1", findings}}, {}, false}) ==
          head + "7'UCM+1+ORDERS:D:96A:UN+4+29'UCS+2+13'UCS+21'UCD+19+2:2'");
}

TEST_CASE("one CONTRL answers for all groups of an interchange") {
    Report report({{order_code, "1", {}}}, {}, true);
    crossdock_group_report second{};
    second.struct_size = sizeof second;
    second.decision = CROSSDOCK_DECISION_ACCEPTED;
    second.group.control_number = sdk::view("G2");
    second.group.sender = {{}, sdk::view("BUYER")};
    second.group.receiver = {{}, sdk::view("SELLER")};
    report.add_group(second);
    CHECK(acknowledged(report) ==
          head + "7'UCF+G1+BUYER:14+SELLER+7'UCM+1+ORDERS:D:96A:UN:EAN008+7'UCF+G2+BUYER+SELLER+7'");
}

TEST_CASE("below a level that is rejected only what has errors of its own is listed") {
    CHECK(acknowledged({{{order_code, "1", {}}, {order_code, "2", {finding(CROSSDOCK_SCOPE_TRANSACTION, "29")}}},
                        {finding(CROSSDOCK_SCOPE_INTERCHANGE, "28")},
                        false}) == head + "4+28'UCM+2+ORDERS:D:96A:UN:EAN008+4+29'");
}

TEST_CASE("a CONTRL is of the syntax version that the agreement writes") {
    Report report({{order_code, "1", {}}}, {}, false, "4");
    Tape tape;
    const Options options{{"syntax", "UNOC:3"}};
    report.set_options(options);
    CHECK(edifact::acknowledge(catalog(), report.raw_report(), tape.writer()) == "edifact/syntax-3/CONTRL");
}

TEST_CASE("what a partner sent that cannot be sent is replaced in a CONTRL, which is written all the same") {
    const auto message = [](const std::string& code, const std::string& control, const std::string& syntax) {
        Report report({{code, control, {}}}, {}, false);
        const Options options{{"syntax", syntax}};
        report.set_options(options);
        const std::string text = acknowledged(report, syntax);
        return text.substr(text.find("UCM"));
    };
    CHECK(message(order_code,
                  "00\xE4\xB8\xAD"
                  "1",
                  "UNOC:3") == "UCM+00-1+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message(order_code,
                  "00\xC3\x84"
                  "1",
                  "UNOA:3") == "UCM+00-1+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message(order_code, "12\x01\xFF", "UNOC:3") == "UCM+12--+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message(order_code, "1234567890123456789", "UNOC:3") == "UCM+12345678901234+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message(order_code, "1234567890123\xE4\xB8\xAD+", "UNOC:3") ==
          "UCM+1234567890123-+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message(order_code, "", "UNOC:3") == "UCM+0+ORDERS:D:96A:UN:EAN008+7'");
    CHECK(message("ORDERS", "1", "UNOC:3") == "UCM+1+ORDERS:0:0:0+7'");
    CHECK(message("", "1", "UNOC:4") == "UCM+1+0:0:0:0+7'");
    CHECK(message("ORDERSX:DDDD:96AX:UNECEX:EAN008X", "1", "UNOC:3") == "UCM+1+ORDERS:DDD:96A:UN:EAN008+7'");
    Report report({}, {finding(CROSSDOCK_SCOPE_INTERCHANGE, "28")}, false);
    report.set_interchange("", std::string_view("ACM\xE4\xB8\xAD"));
    CHECK(acknowledged(report) == "UCI+0+ACM-:14+4012345000009:14+4+28'");
    const std::string longest(40, 'A');
    report.set_interchange("123456789012345", longest);
    CHECK(acknowledged(report) == "UCI+12345678901234+" + longest.substr(0, 35) + ":14+4012345000009:14+4+28'");
}

TEST_CASE("no CONTRL answers CONTRLs that are too many to list them all") {
    Report of_contrls({{"CONTRL:D:3:UN", "1", {}}}, {}, false);
    of_contrls.set_unlisted(90'000);
    Tape tape;
    CHECK(edifact::acknowledge(catalog(), of_contrls.raw_report(), tape.writer()).empty());
    Report of_orders({{"CONTRL:D:3:UN", "1", {}}, {order_code, "2", {}}}, {}, false);
    of_orders.set_unlisted(90'000);
    CHECK(edifact::acknowledge(catalog(), of_orders.raw_report(), tape.writer()) == "edifact/syntax-3/CONTRL");
    // From a host that lists none of those that it accepted.
    Report listing_none({}, {}, false);
    listing_none.set_unlisted(90'000);
    Tape another;
    CHECK(edifact::acknowledge(catalog(), listing_none.raw_report(), another.writer()) == "edifact/syntax-3/CONTRL");
}

TEST_CASE("no CONTRL answers a group by itself") {
    crossdock_group_report group{};
    group.struct_size = sizeof group;
    Tape tape;
    CHECK(edifact::acknowledge(catalog(), group, tape.writer()).empty());
}

TEST_CASE("a CONTRL beside other messages is passed over") {
    CHECK(acknowledged({{{"CONTRL:D:3:UN", "1", {}}, {order_code, "2", {}}}, {}, false}) ==
          head + "7'UCM+2+ORDERS:D:96A:UN:EAN008+7'");
}

TEST_CASE("no CONTRL answers a CONTRL") {
    const FormatUnderTest<edifact::EdifactFormat> adapter(
        {{"dictionaries", std::string(CROSSDOCK_SOURCE_DIR "/mappings/dictionaries")}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    const auto answered = [&](const std::string& code) {
        const Report report({{code, "1", {}}}, {}, false);
        Tape tape;
        Output type;
        crossdock_error error = sdk::empty_error();
        const crossdock_status status =
            adapter.format->acknowledge(adapter.table->self, &report.raw_report(), &tape.writer(), &type.raw(), &error);
        return status == CROSSDOCK_OK ? type.bytes() : std::string();
    };
    CHECK(answered(order_code) == "edifact/syntax-3/CONTRL");
    CHECK(answered("CONTRL:D:3:UN").empty());
}
