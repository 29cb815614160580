// Writes a syntax acknowledgement.
#include "plugins/edifact/acknowledger.hpp"

#include "plugins/edi/echo.hpp"
#include "plugins/edi/group_report.hpp"
#include "plugins/edi/tape_builder.hpp"
#include "plugins/edifact/envelope_syntax.hpp"
#include "plugins/edifact/options.hpp"

#include <crossdock/host_findings.h>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace crossdock::edifact {
namespace {

constexpr std::size_t most_elements = 99;   // UCD in a UCS
constexpr std::size_t most_segments = 999;  // UCS in a UCM
constexpr std::string_view rejected = "4";
constexpr std::string_view acknowledged = "7";
constexpr std::string_view unspecified_error = "18";
constexpr std::string_view duplicate = "26";
constexpr std::string_view missing = "0";  // for what is mandatory here and did not come

std::string_view action(crossdock_decision decision) {
    return decision == CROSSDOCK_DECISION_REJECTED ? rejected : acknowledged;
}

bool is_acknowledgement(const crossdock_transaction_report& message) {
    return sdk::text(message.message_code).starts_with("CONTRL");
}

// Whether something came that is to be acknowledged: two systems that acknowledge acknowledgements would never stop. An
// interchange in which nothing could be found is. Of what is not listed the kinds are.
bool is_due(const GroupReport& interchange) {
    bool empty = true;
    for (std::uint64_t index = 0; index < interchange.group_count(); ++index) {
        const GroupReport group = interchange.group(index);
        for (std::uint64_t at = 0; at < group.transaction_count(); ++at, empty = false)
            if (!is_acknowledgement(group.transaction(at))) return true;
    }
    return empty;
}

class Acknowledger {
public:
    Acknowledger(TapeBuilder& tape, const GroupReport& report, const Echo& echo)
        : tape_(tape), report_(report), echo_(echo) {}

    void write() {
        const crossdock_group_report& whole = report_.raw();
        tape_.begin("UCI");
        tape_.value("UCI01", echo_(sdk::text(whole.interchange.control_number), "0020", missing));
        party("UCI02", whole.interchange.sender);
        party("UCI03", whole.interchange.receiver);
        result("UCI", report_, CROSSDOCK_SCOPE_INTERCHANGE);
        tape_.end();
        const bool passes = whole.decision != CROSSDOCK_DECISION_REJECTED;
        // Messages without a group stand before groups.
        for (std::uint64_t index = 0; index < report_.group_count(); ++index)
            if (const GroupReport group = report_.group(index); group.raw().group.control_number.size == 0)
                messages(group, passes);
        for (std::uint64_t index = 0; index < report_.group_count(); ++index)
            if (const GroupReport each = report_.group(index); each.raw().group.control_number.size > 0)
                group(each, passes);
    }

private:
    void party(const std::string& element, const crossdock_party_view& view) {
        if (view.id.size == 0) return;
        tape_.begin(element);
        tape_.value(element + "-1", echo_(sdk::text(view.id), "0004", missing));
        tape_.value(element + "-2", echo_(sdk::text(view.qualifier), "0007"));
        tape_.end();
    }

    // The action, and the first error of what is reported where it was rejected: elements 4 and 5 of UCI and UCF.
    void result(const std::string& segment, const GroupReport& report, crossdock_scope scope) {
        tape_.value(segment + "04", action(report.raw().decision));
        if (report.raw().decision == CROSSDOCK_DECISION_REJECTED) tape_.value(segment + "05", error_of(report, scope));
    }

    [[nodiscard]] static std::string_view error_of(const GroupReport& report, crossdock_scope scope) {
        for (std::uint64_t index = 0; index < report.finding_count(); ++index) {
            const crossdock_finding& finding = report.finding(index);
            if (sdk::text(finding.code) == CROSSDOCK_FINDING_DUPLICATE) return duplicate;
            if (finding.severity == CROSSDOCK_SEVERITY_ERROR && finding.scope <= scope &&
                finding.standard_code.size > 0)
                return sdk::text(finding.standard_code);
        }
        return {};
    }

    void group(const GroupReport& group, bool passes) {
        if (!passes && error_of(group, CROSSDOCK_SCOPE_GROUP).empty()) return;
        tape_.begin("UCF-loop");
        tape_.begin("UCF");
        tape_.value("UCF01", echo_(sdk::text(group.raw().group.control_number), "0048", missing));
        party("UCF02", group.raw().group.sender);
        party("UCF03", group.raw().group.receiver);
        result("UCF", group, CROSSDOCK_SCOPE_GROUP);
        tape_.end();
        messages(group, passes && group.raw().decision != CROSSDOCK_DECISION_REJECTED);
        tape_.end();
    }

    void messages(const GroupReport& group, bool passes) {
        for (std::uint64_t index = 0; index < group.transaction_count(); ++index)
            if (const auto& report = group.transaction(index); !is_acknowledgement(report)) message(report, passes);
    }

    void message(const crossdock_transaction_report& report, bool passes) {
        std::vector<const crossdock_finding*> inside;
        std::string_view own_error;
        for (std::uint64_t index = 0; index < report.finding_count; ++index) {
            const crossdock_finding& finding = item_of(report.findings, index, report.finding_size);
            if (finding.severity != CROSSDOCK_SEVERITY_ERROR) continue;
            if (finding.scope >= CROSSDOCK_SCOPE_SEGMENT && finding.transaction_segment > 0)
                inside.push_back(&finding);
            else if (own_error.empty())
                own_error = sdk::text(finding.standard_code);
        }
        if (!passes && inside.empty() && own_error.empty()) return;
        std::stable_sort(inside.begin(), inside.end(), [](const auto* left, const auto* right) {
            return left->transaction_segment < right->transaction_segment;
        });
        tape_.begin("UCM-loop");
        tape_.begin("UCM");
        tape_.value("UCM01", echo_(sdk::text(report.control_number), "0062", missing));
        identifier(sdk::text(report.message_code));
        tape_.value("UCM03", action(report.decision));
        tape_.value("UCM04", own_error);
        tape_.end();
        segments(inside);
        tape_.end();
    }

    // `ORDERS:D:96A:UN:EAN008`; of these the association alone may be missing.
    void identifier(std::string_view code) {
        constexpr std::array<std::string_view, 5> data_elements{"0065", "0052", "0054", "0051", "0057"};
        tape_.begin("UCM02");
        for (std::size_t component = 0; component < data_elements.size(); ++component) {
            const std::size_t end = std::min(code.find(':'), code.size());
            tape_.value(fmt::format("UCM02-{}", component + 1),
                        echo_(code.substr(0, end), data_elements[component], component < 4 ? missing : ""));
            code.remove_prefix(std::min(end + 1, code.size()));
        }
        tape_.end();
    }

    // A UCS for each segment: with its own error, and the errors of its elements below it.
    void segments(const std::vector<const crossdock_finding*>& inside) {
        std::size_t written = 0;
        for (std::size_t first = 0; first < inside.size() && written < most_segments; ++written) {
            const std::uint32_t position = inside[first]->transaction_segment;
            std::size_t last = first;
            const crossdock_finding* own = nullptr;
            for (; last < inside.size() && inside[last]->transaction_segment == position; ++last)
                if (own == nullptr && inside[last]->element == 0) own = inside[last];
            tape_.begin("UCS-loop");
            tape_.begin("UCS");
            tape_.value("UCS01", fmt::format("{}", position));
            if (own != nullptr) tape_.value("UCS02", code_of(*own));
            tape_.end();
            std::size_t elements = 0;
            for (std::size_t index = first; index < last; ++index)
                if (inside[index]->element > 0 && elements++ < most_elements) element(*inside[index]);
            tape_.end();
            first = last;
        }
    }

    void element(const crossdock_finding& finding) {
        tape_.begin("UCD");
        tape_.value("UCD01", code_of(finding));
        tape_.begin("UCD02");
        // Positions count the tag, as the data element 0098 has it.
        tape_.value("UCD02-1", fmt::format("{}", finding.element + 1));
        if (finding.component > 0) tape_.value("UCD02-2", fmt::format("{}", finding.component));
        tape_.end();
        tape_.end();
    }

    [[nodiscard]] static std::string_view code_of(const crossdock_finding& finding) {
        const std::string_view code = sdk::text(finding.standard_code);
        return code.empty() ? unspecified_error : code;
    }

    TapeBuilder& tape_;
    const GroupReport& report_;
    const Echo& echo_;
};

}  // namespace

std::string acknowledge(const Catalog& catalog, const crossdock_group_report& raw, crossdock_tape_writer& tape) {
    const GroupReport report(raw);
    if (!report.is_of_interchange() || !is_due(report)) return {};
    const std::string version = report.options() == nullptr ? std::string(sdk::text(raw.interchange.version))
                                                            : std::string(syntax_option(report.options()).version);
    std::string type = message_type("CONTRL", {}, {}, version);
    const Transaction* transaction = catalog.find(type);
    if (transaction == nullptr)
        throw sdk::Failure::configuration(dialect.code(rules::unknown_transaction_set),
                                          fmt::format("the dictionaries do not hold {}", type));
    TapeBuilder builder(*transaction, tape);
    const Echo echo(*transaction->release, output_syntax(report.options()));
    Acknowledger(builder, report, echo).write();
    return type;
}

}  // namespace crossdock::edifact
