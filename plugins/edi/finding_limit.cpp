// How many findings of one transaction are reported.
#include "plugins/edi/finding_limit.hpp"

#include <fmt/format.h>

namespace crossdock::edi {

FindingLimit::FindingLimit(const crossdock_findings& receiver) : receiver_(receiver) {
    table_.struct_size = sizeof table_;
    table_.context = this;
    table_.report = [](void* context, const crossdock_finding* finding) {
        static_cast<FindingLimit*>(context)->take(*finding);
    };
}

void FindingLimit::take(const crossdock_finding& finding) {
    if (++counts_.at(finding.severity) <= findings_max) receiver_.report(receiver_.context, &finding);
}

std::uint64_t FindingLimit::left_out(crossdock_severity severity) const {
    const std::uint64_t count = counts_.at(severity);
    return count > findings_max ? count - findings_max : 0;
}

void FindingLimit::finish(const Dialect& dialect, const FindingPlace& place) const {
    const std::uint64_t errors = left_out(CROSSDOCK_SEVERITY_ERROR);
    const std::uint64_t warnings = left_out(CROSSDOCK_SEVERITY_WARNING);
    const std::uint64_t notes = left_out(CROSSDOCK_SEVERITY_NOTE);
    const std::uint64_t all = errors + warnings + notes;
    if (all == 0) return;
    report(dialect, receiver_, rules::findings_left_out, place,
           fmt::format("{} more findings of this {} are left out: {} errors, {} warnings and {} notes; the first {} of "
                       "each are reported",
                       all, dialect.transaction, errors, warnings, notes, findings_max));
}

}  // namespace crossdock::edi
