#include "host/intake/reading.hpp"

#include <algorithm>
#include <iterator>

namespace crossdock::intake {

using plugins::Scope;

plugins::Decision decide(const std::vector<plugins::Finding>& findings) {
    plugins::Decision decision = plugins::Decision::accepted;
    for (const plugins::Finding& finding : findings) {
        if (finding.severity == plugins::Severity::error) return plugins::Decision::rejected;
        if (finding.severity == plugins::Severity::warning) decision = plugins::Decision::accepted_with_errors;
    }
    return decision;
}

void Unlisted::add(plugins::Decision decision, const std::string& message_code, const std::string& control_number) {
    ++count;
    const auto is_same = [&](const plugins::TransactionReport& each) { return each.message_code == message_code; };
    if (kinds.size() < kinds_max && std::none_of(kinds.begin(), kinds.end(), is_same))
        kinds.push_back({decision, message_code, control_number, {}});
}

plugins::Decision decision_of(const Interchange& interchange, const Group& group) {
    const bool one_by_one =
        interchange.agreement != nullptr && interchange.agreement->release == partner::ReleaseRule::transaction;
    const auto goes_on = [](const auto& transaction) { return transaction.decision != plugins::Decision::rejected; };
    const bool some_go_on = group.unlisted.count > 0 ||
                            std::any_of(group.reported.begin(), group.reported.end(), goes_on) ||
                            std::any_of(group.transactions.begin(), group.transactions.end(), goes_on);
    return group.decision == plugins::Decision::rejected && one_by_one && some_go_on
               ? plugins::Decision::accepted_with_errors
               : group.decision;
}

plugins::GroupReport report_of(const Interchange& interchange, const Group& group) {
    plugins::GroupReport report;
    report.decision = decision_of(interchange, group);
    if (interchange.envelope) report.interchange = *interchange.envelope;
    if (group.envelope) report.group = *group.envelope;
    report.group_end = group.end;
    report.findings = group.findings;
    report.transactions = group.reported;
    report.unlisted = group.unlisted.count;
    if (!group.in_parts)
        for (const Transaction& transaction : group.transactions)
            report.transactions.push_back({transaction.decision, transaction.slice.message_code,
                                           transaction.slice.control_number, transaction.findings});
    return report;
}

plugins::GroupReport short_report_of(const Interchange& interchange, const Group& group) {
    plugins::GroupReport report = report_of(interchange, group);
    Unlisted unlisted = group.unlisted;
    std::erase_if(report.transactions, [&](const plugins::TransactionReport& each) {
        if (each.decision != plugins::Decision::accepted) return false;
        unlisted.add(each.decision, each.message_code, each.control_number);
        return true;
    });
    report.unlisted = unlisted.count - unlisted.kinds.size();
    std::move(unlisted.kinds.begin(), unlisted.kinds.end(), std::back_inserter(report.transactions));
    return report;
}

plugins::GroupReport report_of(const Interchange& interchange) {
    using plugins::Decision;
    plugins::GroupReport report;
    report.level = plugins::EnvelopeLevel::interchange;
    if (interchange.envelope) report.interchange = *interchange.envelope;
    report.interchange_end = interchange.end;
    report.findings = interchange.findings;
    report.groups = interchange.reported;
    for (const Group& group : interchange.groups) report.groups.push_back(report_of(interchange, group));
    const bool some_accepted = std::any_of(report.groups.begin(), report.groups.end(), [](const auto& group) {
        return group.decision != Decision::rejected &&
               (group.unlisted > 0 ||
                std::any_of(group.transactions.begin(), group.transactions.end(),
                            [](const auto& each) { return each.decision != Decision::rejected; }));
    });
    report.decision = interchange.ended ? decide(interchange.findings) : Decision::rejected;
    const bool together =
        interchange.agreement != nullptr && interchange.agreement->release == partner::ReleaseRule::interchange;
    if (report.decision == Decision::rejected && some_accepted && !together)
        report.decision = Decision::accepted_with_errors;
    return report;
}

plugins::GroupReport refusal_of(const Interchange& interchange, plugins::Finding why) {
    plugins::GroupReport report = report_of(interchange);
    report.decision = plugins::Decision::rejected;
    report.findings.insert(report.findings.begin(), std::move(why));
    for (plugins::GroupReport& group : report.groups) {
        group.decision = plugins::Decision::rejected;
        for (plugins::TransactionReport& each : group.transactions) each.decision = plugins::Decision::rejected;
    }
    return report;
}

void Reading::take(std::vector<plugins::SplitEvent> events) {
    for (plugins::SplitEvent& event : events) std::visit([this](auto& each) { take(std::move(each)); }, event);
}

Interchange& Reading::open_interchange() {
    if (!in_interchange_) {
        interchanges.emplace_back();
        in_interchange_ = true;
    }
    return interchanges.back();
}

Group& Reading::open_group() {
    Interchange& interchange = open_interchange();
    // Whoever reads a stream may have taken away the open group, because nothing of the interchange is wanted.
    if (!in_group_ || interchange.groups.empty()) {
        interchange.groups.emplace_back();
        in_group_ = true;
    }
    return interchange.groups.back();
}

void Reading::take(plugins::Envelope envelope) {
    if (envelope.level == plugins::EnvelopeLevel::interchange) {
        in_interchange_ = in_group_ = false;
        open_interchange().envelope = std::move(envelope);
        return;
    }
    in_group_ = false;
    Group& group = open_group();
    group.offset = envelope.offset;
    group.envelope = std::move(envelope);
}

void Reading::take(plugins::Slice slice) {
    Group& group = open_group();
    if (!group.envelope && !group.begun) group.offset = slice.offset;
    group.begun = true;
    if (keep_ == Keep::envelopes) return pending_.clear();
    Transaction& transaction = group.transactions.emplace_back();
    transaction.slice = std::move(slice);
    transaction.findings = std::exchange(pending_, {});
    transaction.decision = transaction.slice.complete ? decide(transaction.findings) : plugins::Decision::rejected;
}

void Reading::take(plugins::EnvelopeEnd end) {
    if (end.level == plugins::EnvelopeLevel::group) {
        Group& group = open_group();
        group.end = end;
        group.ended = true;
        in_group_ = false;
        return;
    }
    Interchange& interchange = open_interchange();
    interchange.end = end;
    interchange.ended = true;
    in_interchange_ = in_group_ = false;
}

void Reading::take(plugins::Finding finding) {
    if (finding.scope == Scope::interchange) {
        (in_interchange_ || !interchanges.empty() ? interchanges.back().findings : findings)
            .push_back(std::move(finding));
    } else if (finding.scope == Scope::group && in_interchange_ && !interchanges.back().groups.empty()) {
        interchanges.back().groups.back().findings.push_back(std::move(finding));
    } else {
        pending_.push_back(std::move(finding));
    }
}

void Reading::finish() {
    // What was said of a transaction that never came is said of what surrounds it.
    auto& around = interchanges.empty()                 ? findings
                   : interchanges.back().groups.empty() ? interchanges.back().findings
                                                        : interchanges.back().groups.back().findings;
    std::move(pending_.begin(), pending_.end(), std::back_inserter(around));
    pending_.clear();
    in_interchange_ = in_group_ = false;
}

}  // namespace crossdock::intake
