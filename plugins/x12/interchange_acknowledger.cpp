// Turns what was found in the envelope of an interchange into an interchange acknowledgement (TA1) as a document.
#include "plugins/x12/interchange_acknowledger.hpp"

#include "plugins/edi/envelope_text.hpp"
#include "plugins/edi/group_report.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/edi/tape_builder.hpp"

#include <crossdock/host_findings.h>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::size_t control_size = 9;
constexpr std::string_view no_error = "000";
constexpr std::string_view invalid_content = "024";
constexpr std::string_view duplicate_number = "025";

// Whether something other than TA1s came.
bool has_groups(const GroupReport& report) {
    for (std::uint64_t index = 0; index < report.group_count(); ++index)
        if (report.group(index).raw().group.control_number.size > 0) return true;
    return report.group_count() == 0;
}

bool is_due(const GroupReport& report) {
    const std::string_view when = option(report.options(), "interchange-acknowledgement", "requested");
    if (when == "always") return true;
    if (when == "requested") return report.raw().interchange.acknowledgement_requested != 0;
    if (when == "rejected") return report.raw().decision != CROSSDOCK_DECISION_ACCEPTED;
    if (when != "never")
        refuse_option(dialect, "interchange-acknowledgement", when, "requested, always, rejected or never");
    return false;
}

std::string_view first_code(const GroupReport& report, crossdock_severity severity) {
    for (std::uint64_t index = 0; index < report.finding_count(); ++index) {
        const crossdock_finding& finding = report.finding(index);
        if (finding.severity == severity && sdk::text(finding.code) == CROSSDOCK_FINDING_DUPLICATE)
            return duplicate_number;
        const std::string_view code = sdk::text(finding.standard_code);
        if (finding.severity == severity && code.size() == no_error.size() && all_digits(code)) return code;
    }
    return {};
}

// As it came where it can stand in a TA1.
std::string digits(std::string_view text, std::size_t size) {
    if (!all_digits(text) || text.size() > size) return std::string(size, '0');
    return std::string(size - text.size(), '0').append(text);
}

}  // namespace

std::string acknowledge_interchange(const Catalog& catalog, const crossdock_group_report& raw,
                                    crossdock_tape_writer& tape) {
    const GroupReport report(raw);
    if (!has_groups(report) || !is_due(report)) return {};
    const Transaction* transaction = catalog.find(interchange_acknowledgement_type);
    if (transaction == nullptr)
        throw sdk::Failure::configuration("x12.unknown-transaction-set", fmt::format("the dictionaries do not hold {}",
                                                                                     interchange_acknowledgement_type));
    std::string_view code = first_code(report, CROSSDOCK_SEVERITY_ERROR);
    if (code.empty()) code = first_code(report, CROSSDOCK_SEVERITY_WARNING);
    std::string_view decision = "A";
    if (raw.decision == CROSSDOCK_DECISION_REJECTED)
        decision = "R";
    else if (!code.empty() && raw.decision == CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS)
        decision = "E";
    if (decision == "A")
        code = no_error;
    else if (code.empty())
        code = invalid_content;
    TapeBuilder builder(*transaction, tape);
    builder.begin("TA1");
    builder.value("TA101", digits(sdk::text(raw.interchange.control_number), control_size));
    builder.value("TA102", digits(sdk::text(raw.interchange.date), 6));
    builder.value("TA103", digits(sdk::text(raw.interchange.time), 4));
    builder.value("TA104", decision);
    builder.value("TA105", code);
    builder.end();
    return std::string(interchange_acknowledgement_type);
}

}  // namespace crossdock::x12
