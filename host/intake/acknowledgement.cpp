#include "host/intake/acknowledgement.hpp"

#include <crossdock/host_findings.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/document/utf8.hpp"

namespace crossdock::intake {

namespace {

using plugins::Decision;
using plugins::Finding;
using plugins::Scope;

// The maxLength and maxItems of functional-acknowledgement/1.
constexpr std::size_t code_characters_max = 10;
constexpr std::size_t value_characters_max = 200;
constexpr std::size_t text_characters_max = 1000;
constexpr std::size_t codes_max = 10;
constexpr std::size_t findings_max = 10'000;

// The first characters, up to what is not UTF-8.
std::string_view cut(std::string_view text, std::size_t characters_max) {
    text = text.substr(0, utf8::first_invalid(text));
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && ++characters > characters_max)
            return text.substr(0, at);
    return text;
}

bool is_tag(std::string_view text) {
    return !text.empty() && text.size() <= code_characters_max && std::all_of(text.begin(), text.end(), [](char each) {
        return (each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z');
    });
}

std::string_view name_of(Decision decision) {
    return decision == Decision::accepted               ? "accepted"
           : decision == Decision::accepted_with_errors ? "accepted-with-errors"
                                                        : "rejected";
}

class Writer {
public:
    explicit Writer(Document& document) : document_(document) {}

    void text(NodeIndex parent, std::string_view name, std::string_view value,
              std::size_t characters_max = text_characters_max, std::uint8_t flags = 0) {
        value = cut(value, characters_max);
        if (!value.empty()) document_.add_value(parent, document_.symbol(name), document_.copy_text(value), flags);
    }
    void number(NodeIndex parent, std::string_view name, std::uint64_t value) {
        text(parent, name, std::to_string(value), text_characters_max, node_flag::number);
    }
    // The standard's codes of findings of that scope, each once.
    void codes(NodeIndex parent, const std::vector<Finding>& findings, Scope scope) {
        std::vector<std::string_view> codes;
        for (const Finding& finding : findings) {
            const std::string_view code = finding.standard_code;
            if (finding.scope != scope || finding.severity == plugins::Severity::note || code.empty()) continue;
            if (codes.size() == codes_max || std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
            codes.push_back(code);
            text(parent, "codes", code, code_characters_max, node_flag::list_item);
        }
    }
    void transaction(const plugins::TransactionReport& report) {
        const NodeIndex at = list_item(Document::root, "transactions");
        text(at, "type", report.message_code, 2 * code_characters_max);
        text(at, "controlNumber", report.control_number.empty() ? "0000" : report.control_number,
             2 * code_characters_max);
        text(at, "decision", name_of(report.decision));
        codes(at, report.findings, Scope::transaction);
        std::vector<const Finding*> places;
        for (const Finding& finding : report.findings)
            if ((finding.scope == Scope::segment || finding.scope == Scope::element) &&
                finding.severity != plugins::Severity::note && places.size() < findings_max)
                places.push_back(&finding);
        std::stable_sort(places.begin(), places.end(), [](const Finding* left, const Finding* right) {
            return left->transaction_segment < right->transaction_segment;
        });
        for (const Finding* finding : places) place(at, *finding);
    }

private:
    NodeIndex list_item(NodeIndex parent, std::string_view name) {
        return document_.add_group(parent, document_.symbol(name), node_flag::list_item);
    }

    void place(NodeIndex parent, const Finding& finding) {
        const NodeIndex at = list_item(parent, "findings");
        if (is_tag(finding.tag)) text(at, "segment", finding.tag);
        if (finding.transaction_segment != 0) number(at, "segmentNumber", finding.transaction_segment);
        text(at, "loop", finding.loop, 2 * code_characters_max);
        if (finding.scope == Scope::element && finding.element != 0) {
            number(at, "element", std::min<std::uint16_t>(finding.element, 999));
            if (finding.component != 0) number(at, "component", std::min<std::uint16_t>(finding.component, 999));
            if (finding.repetition != 0) number(at, "repetition", finding.repetition);
            text(at, "elementReference", finding.element_reference, 2 * code_characters_max);
        }
        text(at, "code", finding.standard_code, code_characters_max);
        text(at, "value", finding.value, value_characters_max);
        text(at, "text", finding.text);
    }

    Document& document_;
};

}  // namespace

void make_acknowledgement(const plugins::GroupReport& report, std::string_view type, std::string_view partner,
                          Document& document) {
    Writer write(document);
    constexpr NodeIndex top = Document::root;
    const bool of_interchange = report.level == plugins::EnvelopeLevel::interchange;
    const std::vector<plugins::GroupReport> alone(of_interchange ? 0 : 1, report);
    const std::vector<plugins::GroupReport>& groups = of_interchange ? report.groups : alone;
    const bool rejected = report.decision == Decision::rejected;
    std::size_t included = 0;
    std::size_t received = 0;
    std::size_t accepted = 0;
    bool errors = report.decision != Decision::accepted;
    for (const plugins::GroupReport& group : groups) {
        const std::size_t came = group.transactions.size() + group.unlisted;
        received += came;
        included += group.group_end.complete ? group.group_end.declared : came;
        errors = errors || group.decision != Decision::accepted;
        if (group.decision == Decision::rejected || rejected) continue;
        accepted += group.unlisted;
        for (const plugins::TransactionReport& each : group.transactions) {
            if (each.decision != Decision::rejected) ++accepted;
            if (each.decision != Decision::accepted) errors = true;
        }
    }
    const plugins::GroupReport* const only = groups.size() == 1 ? &groups.front() : nullptr;
    write.text(top, "standard", type.substr(0, type.find('/')));
    write.text(top, "kind", type.substr(type.rfind('/') + 1));
    write.text(top, "partner", partner);
    write.text(top, "interchangeControlNumber", report.interchange.control_number, 2 * code_characters_max);
    if (only != nullptr) {
        write.text(top, "groupControlNumber", only->group.control_number, 2 * code_characters_max);
        write.text(top, "functionalId", only->group.functional_id, code_characters_max);
        write.text(top, "version", only->group.version, 2 * code_characters_max);
    }
    write.text(top, "decision",
               rejected || (accepted == 0 && received != 0) ? "rejected"
               : accepted < received                        ? "partially-accepted"
               : errors                                     ? "accepted-with-errors"
                                                            : "accepted");
    const auto is_duplicate = [](const Finding& each) { return each.code == CROSSDOCK_FINDING_DUPLICATE; };
    if (std::any_of(report.findings.begin(), report.findings.end(), is_duplicate))
        write.text(top, "duplicate", "true", text_characters_max, node_flag::boolean);
    write.number(top, "transactionsIncluded", included);
    write.number(top, "transactionsReceived", received);
    write.number(top, "transactionsAccepted", accepted);
    write.codes(top, report.findings, of_interchange ? Scope::interchange : Scope::group);
    for (const plugins::GroupReport& group : groups)
        for (const plugins::TransactionReport& transaction : group.transactions) write.transaction(transaction);
}

}  // namespace crossdock::intake
