// Where a finding points, and how it is handed to the host.
#pragma once

#include "plugins/edi/dialect.hpp"

#include <crossdock/format.h>

#include <string>
#include <string_view>

namespace crossdock::edi {

struct FindingPlace {
    std::uint32_t segment = 0;
    std::uint32_t transaction_segment = 0;
    std::uint16_t element = 0;
    std::uint16_t component = 0;
    std::uint16_t repetition = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string_view value;
    std::string_view path;
    std::string_view tag;
    std::string_view loop;
    std::string_view element_reference;
};

// Text, value and tag are cut and made fit to show. `standard_code`: the standard's own; empty: the rule's. Calls the
// host on this thread; nothing of the place is kept.
void report(const Dialect& dialect, const crossdock_findings& findings, const Rule& rule, const FindingPlace& place,
            const std::string& text, std::string_view standard_code = {});

}  // namespace crossdock::edi
