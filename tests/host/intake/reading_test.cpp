#include "host/intake/reading.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using namespace crossdock::intake;
using namespace crossdock::plugins;

namespace {

Envelope envelope(EnvelopeLevel level, std::string control, std::uint64_t offset) {
    Envelope made;
    made.level = level;
    made.control_number = std::move(control);
    made.offset = offset;
    return made;
}

EnvelopeEnd end(EnvelopeLevel level, bool complete = true) {
    EnvelopeEnd made;
    made.level = level;
    made.complete = complete;
    return made;
}

Slice slice(std::string control, bool complete = true) {
    Slice made;
    made.control_number = std::move(control);
    made.complete = complete;
    return made;
}

Finding finding(Scope scope, Severity severity, std::string code) {
    Finding made;
    made.scope = scope;
    made.severity = severity;
    made.code = std::move(code);
    return made;
}

}  // namespace

TEST_CASE("events become interchanges, groups and transactions") {
    Reading reading;
    reading.take({envelope(EnvelopeLevel::interchange, "1", 0), envelope(EnvelopeLevel::group, "11", 106),
                  slice("0001"), finding(Scope::segment, Severity::warning, "odd"), slice("0002"),
                  end(EnvelopeLevel::group), end(EnvelopeLevel::interchange),
                  envelope(EnvelopeLevel::interchange, "2", 900), end(EnvelopeLevel::interchange)});
    reading.finish();
    REQUIRE(reading.interchanges.size() == 2);
    REQUIRE(reading.interchanges[0].groups.size() == 1);
    const Group& group = reading.interchanges[0].groups[0];
    CHECK(group.offset == 106);
    CHECK(group.ended);
    REQUIRE(group.transactions.size() == 2);
    CHECK(group.transactions[0].decision == Decision::accepted);
    CHECK(group.transactions[1].decision == Decision::accepted_with_errors);
    CHECK(reading.interchanges[1].groups.empty());
}

TEST_CASE("a transaction that is cut off is rejected whatever was found in it") {
    Reading reading;
    reading.take({envelope(EnvelopeLevel::interchange, "1", 0), envelope(EnvelopeLevel::group, "11", 106),
                  slice("0001", false)});
    reading.finish();
    CHECK(reading.interchanges[0].groups[0].transactions[0].decision == Decision::rejected);
    CHECK_FALSE(reading.interchanges[0].groups[0].ended);
}

TEST_CASE("findings go to what they are about") {
    Reading reading;
    reading.take({finding(Scope::interchange, Severity::error, "junk before"),
                  envelope(EnvelopeLevel::interchange, "1", 0), envelope(EnvelopeLevel::group, "11", 106),
                  slice("0001"), finding(Scope::group, Severity::error, "wrong count"), end(EnvelopeLevel::group),
                  finding(Scope::interchange, Severity::error, "wrong group count"), end(EnvelopeLevel::interchange),
                  finding(Scope::segment, Severity::error, "stray")});
    reading.finish();
    REQUIRE(reading.findings.size() == 1);
    const Interchange& interchange = reading.interchanges[0];
    CHECK(interchange.groups[0].findings[0].code == "wrong count");
    CHECK(interchange.findings[0].code == "wrong group count");
    CHECK(interchange.groups[0].findings[1].code == "stray");
}

TEST_CASE("documents without envelopes are one group") {
    Reading reading;
    reading.take({slice(""), slice("")});
    reading.finish();
    REQUIRE(reading.interchanges.size() == 1);
    CHECK_FALSE(reading.interchanges[0].envelope.has_value());
    CHECK(reading.interchanges[0].groups[0].transactions.size() == 2);
}

TEST_CASE("a group that is taken away while it is read may go on") {
    Reading reading;
    reading.take(
        {envelope(EnvelopeLevel::interchange, "1", 0), envelope(EnvelopeLevel::group, "11", 106), slice("0001")});
    reading.interchanges[0].groups.clear();
    reading.take({slice("0002"), end(EnvelopeLevel::group), end(EnvelopeLevel::interchange)});
    reading.finish();
    REQUIRE(reading.interchanges[0].groups.size() == 1);
    CHECK(reading.interchanges[0].groups[0].transactions.size() == 1);
    CHECK(reading.interchanges[0].ended);
}

TEST_CASE("an interchange is reported with its groups, and what stands outside of them") {
    Reading reading;
    reading.take({envelope(EnvelopeLevel::interchange, "1", 0), slice("lone"),
                  envelope(EnvelopeLevel::group, "11", 106), slice("0001"), slice("0002", false),
                  end(EnvelopeLevel::group), finding(Scope::interchange, Severity::warning, "odd"),
                  end(EnvelopeLevel::interchange)});
    reading.finish();
    const GroupReport report = report_of(reading.interchanges.at(0));
    CHECK(report.level == EnvelopeLevel::interchange);
    CHECK(report.interchange.control_number == "1");
    CHECK(report.decision == Decision::accepted_with_errors);
    REQUIRE(report.groups.size() == 2);
    CHECK(report.groups[0].group.control_number.empty());
    CHECK(report.groups[0].transactions.at(0).control_number == "lone");
    CHECK(report.groups[1].group.control_number == "11");
    CHECK(report.groups[1].transactions.at(1).decision == Decision::rejected);
}

TEST_CASE("an envelope that is wrong rejects an interchange of which nothing was taken") {
    const auto decision = [](bool accepted, partner::ReleaseRule rule, bool trailer = true) {
        Interchange interchange;
        partner::Agreement agreement;
        agreement.release = rule;
        interchange.agreement = &agreement;
        interchange.envelope = envelope(EnvelopeLevel::interchange, "1", 0);
        interchange.ended = trailer;
        if (trailer) interchange.findings.push_back(finding(Scope::interchange, Severity::error, "count"));
        Transaction& transaction = interchange.groups.emplace_back().transactions.emplace_back();
        transaction.decision = accepted ? Decision::accepted : Decision::rejected;
        return report_of(interchange).decision;
    };
    using partner::ReleaseRule;
    CHECK(decision(false, ReleaseRule::group) == Decision::rejected);
    CHECK(decision(true, ReleaseRule::group) == Decision::accepted_with_errors);
    CHECK(decision(true, ReleaseRule::group, false) == Decision::accepted_with_errors);
    CHECK(decision(true, ReleaseRule::interchange) == Decision::rejected);
}

TEST_CASE("a group whose envelope is wrong is not rejected when transactions of it go on by themselves") {
    const auto decision = [](partner::ReleaseRule rule, Decision first, std::uint64_t unlisted = 0) {
        Interchange interchange;
        partner::Agreement agreement;
        agreement.release = rule;
        interchange.agreement = &agreement;
        Group& group = interchange.groups.emplace_back();
        group.decision = Decision::rejected;
        group.unlisted = unlisted;
        group.transactions.emplace_back().decision = first;
        group.transactions.emplace_back().decision = Decision::rejected;
        CHECK(report_of(interchange, group).decision == decision_of(interchange, group));
        return decision_of(interchange, group);
    };
    using partner::ReleaseRule;
    CHECK(decision(ReleaseRule::transaction, Decision::accepted) == Decision::accepted_with_errors);
    CHECK(decision(ReleaseRule::transaction, Decision::rejected) == Decision::rejected);
    CHECK(decision(ReleaseRule::transaction, Decision::rejected, 5) == Decision::accepted_with_errors);
    CHECK(decision(ReleaseRule::group, Decision::rejected, 5) == Decision::rejected);
}
