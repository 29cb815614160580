// What the edifact tests share: the shipped dictionaries and sample interchanges.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/edifact/dialect.hpp"
#include "tests/plugins/edi/memory.hpp"
#include "tests/plugins/edi/recorders.hpp"

#include <crossdock/cpp/failure.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace edifact_test {

using namespace edi_test;

const crossdock::edifact::Catalog& catalog();

// All that EDIFACT can break.
std::vector<crossdock::edifact::Rule> rules_of_edifact();

using Segments = std::vector<std::string>;

// The segments of an invented order between a buyer and a distributor, without UNH and UNT.
const Segments& order_segments();

// An invented message of each type, by its identifier in UNH and with its segments.
struct Document {
    std::string identifier;      // `ORDERS:D:96A:UN:EAN008`
    std::string syntax_version;  // `3`
    Segments segments;
};
const std::vector<Document>& documents();

std::string message(const Segments& segments, const std::string& identifier = "ORDERS:D:96A:UN",
                    const std::string& reference = "1");
// UNB to UNZ around messages or groups.
std::string interchange(const std::vector<std::string>& parts, const std::string& syntax = "UNOC:3");
std::string group(const std::vector<std::string>& messages, const std::string& type = "ORDERS",
                  const std::string& reference = "G1");
// An interchange of one order.
std::string order();

// With the usual delimiters replaced, and UNA in front. A delimiter of the style must not be in the text.
struct Style {
    char component = ':';
    char element = '+';
    char decimal_mark = '.';
    char release = '?';
    char reserved = ' ';
    char segment = '\'';
    std::string line_end{};
    bool advice = true;
};
std::string styled(const std::string& text, const Style& style);

Split split(std::string_view payload, std::size_t piece_size = 0, std::uint64_t segment_limit = 1024 * 1024);
// Decodes one slice of `payload`.
Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels = crossdock::edifact::all_levels);
// Decodes a message of these segments.
Decoded decode_message(const Segments& segments, const std::string& identifier = "ORDERS:D:96A:UN",
                       const std::string& syntax = "UNOC:3", std::uint32_t levels = crossdock::edifact::all_levels);

}  // namespace edifact_test
