// What the x12 tests share: the shipped dictionaries and sample interchanges.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/x12/dialect.hpp"
#include "tests/plugins/edi/memory.hpp"
#include "tests/plugins/edi/recorders.hpp"

#include <crossdock/cpp/failure.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace x12_test {

using namespace edi_test;

const crossdock::x12::Catalog& catalog();

// All that X12 can break.
std::vector<crossdock::x12::Rule> rules_of_x12();

// The segments of an invented order between a buyer and a distributor, without ST and SE.
const std::vector<std::string>& order_segments();

// An invented set of each kind, without ST and SE; `*` and `>` separate.
struct Document {
    std::string release;  // `004010`
    std::string set;      // `850`
    std::vector<std::string> segments;
};
const std::vector<Document>& documents();

// `segments` as one text, with `*` and `~` replaced by the delimiters given.
struct Style {
    char element = '*';
    char component = '>';
    char segment = '~';
    std::string line_end = "\n";
};
std::string transaction(const std::vector<std::string>& segments, const std::string& set = "850",
                        const std::string& control = "0001", const Style& style = {});
// An interchange of one group with these transactions.
std::string interchange(const std::vector<std::string>& transactions, const std::string& functional_id = "PO",
                        const std::string& release = "004010", const Style& style = {});
// An interchange of one order.
std::string order();
// An interchange of one document; of release 005010 with `^` as repetition separator.
std::string interchange_of(const Document& document, const Style& style = {});

Split split(std::string_view payload, std::size_t piece_size = 0, std::uint64_t segment_limit = 1024 * 1024);
// Decodes one slice of `payload`.
Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels = crossdock::x12::all_levels);
// Decodes an order whose segments, without ST and SE, are these.
Decoded decode_order(const std::vector<std::string>& segments, const std::string& set = "850",
                     std::uint32_t levels = crossdock::x12::all_levels);

}  // namespace x12_test
