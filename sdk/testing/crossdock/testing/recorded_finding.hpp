// Findings, copied out of the calls that report them.
#pragma once

#include <crossdock/format.h>

#include <string>
#include <vector>

namespace crossdock::sdk::testing {

struct RecordedFinding {
    crossdock_severity severity = 0;
    crossdock_scope scope = 0;
    std::uint32_t segment = 0;
    std::uint32_t transaction_segment = 0;
    std::uint16_t element = 0;
    std::uint16_t component = 0;
    std::uint16_t repetition = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string code, text, value, path, tag, loop, element_reference, standard_code;

    static RecordedFinding of(const crossdock_finding& finding);
    // `error x12.element-too-long segment 4 element 2 @ byte 120: text`
    [[nodiscard]] std::string to_text() const;
};

// Where `decode` reports to. One thread at a time.
class FindingsList {
public:
    FindingsList();
    FindingsList(const FindingsList&) = delete;
    FindingsList& operator=(const FindingsList&) = delete;

    [[nodiscard]] const crossdock_findings& table() const noexcept { return table_; }
    [[nodiscard]] const std::vector<RecordedFinding>& all() const noexcept { return all_; }
    [[nodiscard]] bool contains(std::string_view code) const;
    [[nodiscard]] std::string to_text() const;

private:
    crossdock_findings table_{};
    std::vector<RecordedFinding> all_;
};

}  // namespace crossdock::sdk::testing
