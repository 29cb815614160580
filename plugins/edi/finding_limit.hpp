// How many findings of one transaction are reported.
#pragma once

#include "plugins/edi/finding_text.hpp"

#include <array>

namespace crossdock::edi {

// Hands findings on, of each severity the first `findings_max`: a person reads no more, and a bad transaction could
// make millions. Decisions and acknowledgements need no more either: each severity that was found is among what was
// handed on. Borrows the receiver. Concurrency: one thread.
class FindingLimit {
public:
    static constexpr std::uint64_t findings_max = 100;

    explicit FindingLimit(const crossdock_findings& receiver);
    FindingLimit(const FindingLimit&) = delete;
    FindingLimit& operator=(const FindingLimit&) = delete;

    // Where findings are to be reported instead; as long as this object.
    [[nodiscard]] const crossdock_findings& table() const { return table_; }
    // After the last finding: reports how many were left out. `place`: of the transaction.
    void finish(const Dialect& dialect, const FindingPlace& place) const;

private:
    void take(const crossdock_finding& finding);
    [[nodiscard]] std::uint64_t left_out(crossdock_severity severity) const;

    const crossdock_findings& receiver_;
    crossdock_findings table_{};
    std::array<std::uint64_t, 4> counts_{};  // by severity
};

}  // namespace crossdock::edi
