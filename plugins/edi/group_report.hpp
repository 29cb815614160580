// What a host reports for an acknowledgement, as far as the host's build goes: fields that it does not know are as if
// they were empty.
#pragma once

#include <crossdock/format.h>

#include <cstddef>
#include <cstdint>

namespace crossdock::edi {

// Element `index` of an array whose elements may be larger than this plugin knows.
template <typename Item>
[[nodiscard]] const Item& item_of(const Item* items, std::uint64_t index, std::uint64_t size) {
    return *reinterpret_cast<const Item*>(reinterpret_cast<const std::uint8_t*>(items) + index * size);
}

// Borrows the report. Concurrency: any thread.
class GroupReport {
public:
    explicit GroupReport(const crossdock_group_report& report) : report_(report) {}

    [[nodiscard]] const crossdock_group_report& raw() const { return report_; }
    [[nodiscard]] bool is_of_interchange() const {
        return has(offsetof(crossdock_group_report, level)) && report_.level == CROSSDOCK_ENVELOPE_INTERCHANGE;
    }
    [[nodiscard]] const crossdock_format_options* options() const {
        return has(offsetof(crossdock_group_report, options)) ? report_.options : nullptr;
    }
    [[nodiscard]] std::uint64_t unlisted() const {
        return has(offsetof(crossdock_group_report, unlisted_count)) ? report_.unlisted_count : 0;
    }
    [[nodiscard]] std::uint64_t transaction_count() const { return report_.transaction_count; }
    [[nodiscard]] const crossdock_transaction_report& transaction(std::uint64_t index) const {
        return item_of(report_.transactions, index, report_.transaction_size);
    }
    [[nodiscard]] std::uint64_t finding_count() const { return report_.finding_count; }
    [[nodiscard]] const crossdock_finding& finding(std::uint64_t index) const {
        return item_of(report_.findings, index, report_.finding_size);
    }
    [[nodiscard]] std::uint64_t group_count() const {
        return has(offsetof(crossdock_group_report, group_size)) ? report_.group_count : 0;
    }
    [[nodiscard]] GroupReport group(std::uint64_t index) const {
        return GroupReport(item_of(report_.groups, index, report_.group_size));
    }

private:
    // Whether the host's report goes on after the field at `offset`; its fields have at least eight bytes with what
    // fills them up.
    [[nodiscard]] bool has(std::size_t offset) const { return report_.struct_size >= offset + 8; }

    const crossdock_group_report& report_;
};

}  // namespace crossdock::edi
