#include "host/commands/edi/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "host/intake/reading.hpp"

namespace crossdock::commands::edi {

using plugins::Decision;
using plugins::EnvelopeLevel;

void decide(plugins::GroupReport& report) {
    report.decision = report.group_end.complete ? intake::decide(report.findings) : Decision::rejected;
    if (report.decision != Decision::rejected) return;
    for (plugins::TransactionReport& transaction : report.transactions) transaction.decision = Decision::rejected;
}

std::string with_numbers(const plugins::Encoded& encoded, std::uint64_t first) {
    std::string filled;
    std::size_t copied = 0;
    for (const plugins::Slot& slot : encoded.slots) {
        filled.append(encoded.bytes, copied, static_cast<std::size_t>(slot.offset) - copied);
        fmt::format_to(std::back_inserter(filled), "{:0{}}", first + slot.ordinal, slot.width);
        copied = static_cast<std::size_t>(slot.offset + slot.size);
    }
    return filled.append(encoded.bytes, copied);
}

void ReportCollector::begin(const plugins::Envelope& envelope) {
    in_group_ = envelope.level == EnvelopeLevel::group;
    if (in_group_) {
        group_ = {};
        group_.interchange = lone_.interchange;
        group_.group = envelope;
    } else {
        lone_ = {};
        lone_.interchange = envelope;
    }
}

Status ReportCollector::transaction(ReadTransaction& transaction) {
    plugins::TransactionReport& report = (in_group_ ? group_ : lone_).transactions.emplace_back();
    report.decision = transaction.slice.complete ? intake::decide(transaction.findings) : Decision::rejected;
    report.message_code = transaction.slice.message_code;
    report.control_number = transaction.slice.control_number;
    report.findings = std::move(transaction.findings);
    return {};
}

Status ReportCollector::end(const plugins::EnvelopeEnd& end) {
    plugins::GroupReport report = std::exchange(in_group_ ? group_ : lone_, {});
    const bool of_group = std::exchange(in_group_, false);
    report.group_end = end;
    decide(report);
    if (!of_group && report.transactions.empty()) return {};
    if (of_group) lone_.interchange = report.interchange;
    return take_(std::move(report));
}

void ReportCollector::finding(const plugins::Finding& finding) {
    (in_group_ && finding.scope != plugins::Scope::interchange ? group_ : lone_).findings.push_back(finding);
}

}  // namespace crossdock::commands::edi
