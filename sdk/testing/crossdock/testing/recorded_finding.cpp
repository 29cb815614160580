// Findings as values and as text.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/recorded_finding.hpp>

#include <algorithm>

namespace crossdock::sdk::testing {

RecordedFinding RecordedFinding::of(const crossdock_finding& finding) {
    RecordedFinding copy;
    copy.severity = finding.severity;
    copy.scope = finding.scope;
    copy.segment = finding.segment;
    copy.transaction_segment = finding.transaction_segment;
    copy.element = finding.element;
    copy.component = finding.component;
    copy.repetition = finding.repetition;
    copy.offset = finding.offset;
    copy.size = finding.size;
    copy.code = sdk::text(finding.code);
    copy.text = sdk::text(finding.text);
    copy.value = sdk::text(finding.value);
    copy.path = sdk::text(finding.path);
    copy.tag = sdk::text(finding.tag);
    copy.loop = sdk::text(finding.loop);
    copy.element_reference = sdk::text(finding.element_reference);
    copy.standard_code = sdk::text(finding.standard_code);
    return copy;
}

std::string RecordedFinding::to_text() const {
    std::string out = severity == CROSSDOCK_SEVERITY_ERROR     ? "error "
                      : severity == CROSSDOCK_SEVERITY_WARNING ? "warning "
                                                               : "note ";
    out += code;
    if (segment != 0) out += " segment " + std::to_string(segment);
    if (element != 0) out += " element " + std::to_string(element);
    if (component != 0) out += "." + std::to_string(component);
    if (!standard_code.empty()) out += " code " + standard_code;
    return out + " @ byte " + std::to_string(offset) + ": " + text;
}

FindingsList::FindingsList() {
    table_.struct_size = sizeof table_;
    table_.context = this;
    table_.report = [](void* context, const crossdock_finding* finding) {
        static_cast<FindingsList*>(context)->all_.push_back(RecordedFinding::of(*finding));
    };
}

bool FindingsList::contains(std::string_view code) const {
    return std::any_of(all_.begin(), all_.end(), [&](const RecordedFinding& finding) { return finding.code == code; });
}

std::string FindingsList::to_text() const {
    std::string out;
    for (const RecordedFinding& finding : all_) out += finding.to_text() + '\n';
    return out;
}

}  // namespace crossdock::sdk::testing
