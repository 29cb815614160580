// Reporting findings from a format.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/tape_builder.hpp>
#include <crossdock/cpp/utf8.hpp>
#include <crossdock/cpp/views.hpp>

#include <string_view>

namespace crossdock::sdk {

// What is said of a place in a payload that has no segments: JSON, XML, CSV.
struct Remark {
    crossdock_severity severity = CROSSDOCK_SEVERITY_ERROR;
    crossdock_scope scope = CROSSDOCK_SCOPE_ELEMENT;
    std::string_view code{};
    std::string_view text{};
    std::string_view value{};
    std::string_view path{};
    std::uint64_t offset = 0;  // in the whole payload
    std::uint64_t size = 0;    // bytes; 0: a place
    std::uint32_t line = 0;
    std::uint16_t element = 0;  // 1 first; 0: none
};

// The finding borrows the remark's texts.
inline crossdock_finding finding(const Remark& remark) noexcept {
    constexpr std::size_t value_bytes_max = 100;
    crossdock_finding made{};
    made.struct_size = sizeof made;
    made.severity = remark.severity;
    made.scope = remark.scope;
    made.segment = remark.line;
    made.element = remark.element;
    made.offset = remark.offset;
    made.size = remark.size;
    made.code = view(remark.code);
    made.text = view(remark.text);
    made.value = view(cut_utf8(remark.value, value_bytes_max));
    made.path = view(remark.path);
    return made;
}

// Reports to the receiver of a decode, at most `findings_max` times: a person reads no more, and a bad payload could
// make millions.
class FindingReporter {
public:
    static constexpr std::uint32_t findings_max = 100;

    explicit FindingReporter(const crossdock_findings& findings) noexcept : findings_(findings) {}
    void report(const Remark& remark) {
        if (count_++ >= findings_max) return;
        const crossdock_finding made = finding(remark);
        findings_.report(findings_.context, &made);
    }

private:
    const crossdock_findings& findings_;
    std::uint32_t count_ = 0;
};

}  // namespace crossdock::sdk
