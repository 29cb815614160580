// Hands findings to the host.
#include "plugins/edi/finding_text.hpp"

#include "plugins/edi/value_check.hpp"

#include <crossdock/cpp/views.hpp>

namespace crossdock::edi {

void report(const Dialect& dialect, const crossdock_findings& findings, const Rule& rule, const FindingPlace& place,
            const std::string& text, std::string_view standard_code) {
    const std::string code = dialect.code(rule);
    const std::string shown_text = showable(text, 1000);
    const std::string shown_value = showable(place.value, 100);
    const std::string shown_tag = showable(place.tag, 20);
    crossdock_finding finding{};
    finding.struct_size = sizeof finding;
    finding.severity = rule.severity;
    finding.scope = rule.scope;
    finding.segment = place.segment;
    finding.transaction_segment = place.transaction_segment;
    finding.element = place.element;
    finding.component = place.component;
    finding.repetition = place.repetition;
    finding.offset = place.offset;
    finding.size = place.size;
    finding.code = sdk::view(code);
    finding.text = sdk::view(shown_text);
    finding.value = sdk::view(shown_value);
    finding.path = sdk::view(place.path);
    finding.tag = sdk::view(shown_tag);
    finding.loop = sdk::view(place.loop);
    finding.element_reference = sdk::view(place.element_reference);
    finding.standard_code =
        sdk::view(standard_code.empty() ? std::string_view(rule.*dialect.standard_code) : standard_code);
    findings.report(findings.context, &finding);
}

}  // namespace crossdock::edi
