// Writes a syntax acknowledgement.
#include "plugins/edifact/acknowledger.hpp"

#include "plugins/edi/tape_builder.hpp"
#include "plugins/edifact/envelope_syntax.hpp"

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

// Element `index` of an array whose elements may be larger than this plugin knows.
template <typename Item>
const Item& item(const Item* items, std::uint64_t index, std::uint64_t size) {
    return *reinterpret_cast<const Item*>(reinterpret_cast<const std::uint8_t*>(items) + index * size);
}

std::string_view action(crossdock_decision decision) {
    return decision == CROSSDOCK_DECISION_REJECTED ? rejected : acknowledged;
}

class Acknowledger {
public:
    Acknowledger(TapeBuilder& tape, const crossdock_group_report& report) : tape_(tape), report_(report) {}

    void write() {
        const bool in_group = report_.group.control_number.size > 0;
        tape_.begin("UCI");
        tape_.value("UCI01", sdk::text(report_.interchange.control_number));
        party("UCI02", report_.interchange.sender);
        party("UCI03", report_.interchange.receiver);
        tape_.value("UCI04", action(report_.decision));
        if (!in_group) tape_.value("UCI05", error_of(CROSSDOCK_SCOPE_INTERCHANGE));
        tape_.end();
        if (!in_group) return messages();
        tape_.begin("UCF-loop");
        tape_.begin("UCF");
        tape_.value("UCF01", sdk::text(report_.group.control_number));
        party("UCF02", report_.group.sender);
        party("UCF03", report_.group.receiver);
        tape_.value("UCF04", action(report_.decision));
        tape_.value("UCF05", error_of(CROSSDOCK_SCOPE_GROUP));
        tape_.end();
        messages();
        tape_.end();
    }

private:
    void party(const std::string& element, const crossdock_party_view& view) {
        if (view.id.size == 0) return;
        tape_.begin(element);
        tape_.value(element + "-1", sdk::text(view.id));
        tape_.value(element + "-2", sdk::text(view.qualifier));
        tape_.end();
    }

    // The first error of the report itself; empty where it was not rejected.
    [[nodiscard]] std::string_view error_of(crossdock_scope scope) const {
        if (report_.decision != CROSSDOCK_DECISION_REJECTED) return {};
        for (std::uint64_t index = 0; index < report_.finding_count; ++index) {
            const crossdock_finding& finding = item(report_.findings, index, report_.finding_size);
            if (finding.severity == CROSSDOCK_SEVERITY_ERROR && finding.scope <= scope &&
                finding.standard_code.size > 0)
                return sdk::text(finding.standard_code);
        }
        return {};
    }

    void messages() {
        for (std::uint64_t index = 0; index < report_.transaction_count; ++index)
            message(item(report_.transactions, index, report_.transaction_size));
    }

    void message(const crossdock_transaction_report& report) {
        std::vector<const crossdock_finding*> inside;
        std::string_view own_error;
        for (std::uint64_t index = 0; index < report.finding_count; ++index) {
            const crossdock_finding& finding = item(report.findings, index, report.finding_size);
            if (finding.severity != CROSSDOCK_SEVERITY_ERROR) continue;
            if (finding.scope >= CROSSDOCK_SCOPE_SEGMENT && finding.transaction_segment > 0)
                inside.push_back(&finding);
            else if (own_error.empty())
                own_error = sdk::text(finding.standard_code);
        }
        std::stable_sort(inside.begin(), inside.end(), [](const auto* left, const auto* right) {
            return left->transaction_segment < right->transaction_segment;
        });
        tape_.begin("UCM-loop");
        tape_.begin("UCM");
        tape_.value("UCM01", sdk::text(report.control_number));
        identifier(sdk::text(report.message_code));
        tape_.value("UCM03", action(report.decision));
        tape_.value("UCM04", own_error);
        tape_.end();
        segments(inside);
        tape_.end();
    }

    // `ORDERS:D:96A:UN:EAN008`
    void identifier(std::string_view code) {
        tape_.begin("UCM02");
        for (int component = 1; component <= 5 && !code.empty(); ++component) {
            const std::size_t end = std::min(code.find(':'), code.size());
            tape_.value(fmt::format("UCM02-{}", component), code.substr(0, end));
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
    const crossdock_group_report& report_;
};

}  // namespace

std::string acknowledge(const Catalog& catalog, const crossdock_group_report& report, crossdock_tape_writer& tape) {
    std::string type = message_type("CONTRL", {}, {}, sdk::text(report.interchange.version));
    const Transaction* transaction = catalog.find(type);
    if (transaction == nullptr)
        throw sdk::Failure::configuration(dialect.code(rules::unknown_transaction_set),
                                          fmt::format("the dictionaries do not hold {}", type));
    TapeBuilder builder(*transaction, tape);
    Acknowledger(builder, report).write();
    return type;
}

}  // namespace crossdock::edifact
