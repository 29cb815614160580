// The path language on the documents that it was made for: nested HL loops, EDIFACT, XML, JSON and CSV.
#include "tests/host/mapping/language_fixture.hpp"

using namespace crossdock::mapping;

namespace {

constexpr std::string_view ship_notice = R"({
  "$id": "x12/004010/856", "type": "object",
  "properties": {
    "BSN": { "$ref": "#/$defs/BSN" },
    "HL-loop": { "type": "array", "items": { "type": "object", "x-kind": "group", "properties": {
      "HL": { "$ref": "#/$defs/HL" },
      "LIN": { "$ref": "#/$defs/LIN" },
      "SN1": { "$ref": "#/$defs/SN1" },
      "REF": { "type": "array", "items": { "$ref": "#/$defs/REF" } },
      "N1-loop": { "type": "array", "items": { "type": "object", "x-kind": "group", "properties": {
        "N1": { "$ref": "#/$defs/N1" } } } } } } },
    "CTT": { "$ref": "#/$defs/CTT" }
  },
  "$defs": {
    "BSN": { "type": "object", "x-kind": "segment", "properties": { "BSN01": { "type": "string" }, "BSN02": { "type": "string" } } },
    "HL": { "type": "object", "x-kind": "segment", "properties": { "HL01": { "type": "string" }, "HL02": { "type": "string" }, "HL03": { "type": "string", "enum": ["S", "O", "P", "I"] } } },
    "LIN": { "type": "object", "x-kind": "segment", "properties": { "LIN01": { "type": "string" }, "LIN02": { "type": "string" }, "LIN03": { "type": "string" }, "LIN04": { "type": "string" }, "LIN05": { "type": "string" } } },
    "SN1": { "type": "object", "x-kind": "segment", "properties": { "SN101": { "type": "string" }, "SN102": { "type": "string", "format": "decimal" } } },
    "REF": { "type": "object", "x-kind": "segment", "properties": { "REF01": { "type": "string" }, "REF02": { "type": "string" },
      "REF04": { "type": "object", "x-kind": "composite", "properties": { "REF04-1": { "type": "string" }, "REF04-2": { "type": "string" } } } } },
    "N1": { "type": "object", "x-kind": "segment", "properties": { "N101": { "type": "string" }, "N102": { "type": "string" }, "N104": { "type": "string" } } },
    "CTT": { "type": "object", "x-kind": "segment", "properties": { "CTT01": { "type": "integer" } } }
  } })";

constexpr std::string_view shipment = R"({
  "BSN": { "BSN01": "00", "BSN02": "SHIP-1" },
  "HL-loop": [
    { "HL": { "HL01": "1", "HL03": "S" }, "REF": [ { "REF01": "BM", "REF02": "BOL9" }, { "REF01": "CN", "REF02": "PRO7", "REF04": { "REF04-1": "2I", "REF04-2": "TRACK" } } ],
      "N1-loop": [ { "N1": { "N101": "SF", "N104": "WH1" } }, { "N1": { "N101": "ST", "N104": "STORE5" } } ] },
    { "HL": { "HL01": "2", "HL02": "1", "HL03": "O" }, "N1-loop": [ { "N1": { "N101": "BY", "N104": "BUYER" } } ] },
    { "HL": { "HL01": "3", "HL02": "2", "HL03": "I" }, "LIN": { "LIN02": "VN", "LIN03": "A-1", "LIN04": "UP", "LIN05": "0001" }, "SN1": { "SN102": "12" },
      "N1-loop": [ { "N1": { "N101": "ST", "N104": "LINE-STORE" } } ] },
    { "HL": { "HL01": "4", "HL02": "2", "HL03": "I" }, "LIN": { "LIN02": "UP", "LIN03": "0002" }, "SN1": { "SN102": "3.5" } }
  ],
  "CTT": { "CTT01": 4 } })";

}  // namespace

TEST_CASE("a path walks nested HL loops, with the N1 of the header and of a line kept apart") {
    const Language value = std::move(Language(ship_notice).with(shipment));
    CHECK(value("BSN02") == "SHIP-1");
    CHECK(value("BSN/BSN02") == "SHIP-1");
    CHECK(value("/BSN02") == "SHIP-1");
    CHECK(value("HL-loop[HL03='S']/N1-loop[N101='ST']/N104") == "STORE5");
    CHECK(value("HL-loop[HL03='I']/N1-loop[N101='ST']/N104") == "LINE-STORE");
    CHECK(value("HL-loop[HL03='S']/REF[REF01='CN']/REF02") == "PRO7");
    CHECK(value("HL-loop/REF[2]/REF04-2") == "TRACK");
    CHECK(value("HL-loop/REF04/REF04-2") == "TRACK");
    CHECK(value("HL-loop/N1-loop[2]/N104") == "STORE5");
    CHECK(value("HL-loop[HL03='I'][2]/LIN03") == "0002");
    CHECK(value("HL-loop[4]/LIN03") == "0002");
    CHECK(value("HL-loop[5]/LIN03") == "(missing)");
    CHECK(value("count(HL-loop)") == "4");
    CHECK(value("count(HL-loop[HL03='I' and HL02='2'])") == "2");
    CHECK(value("CTT01 = count(HL-loop)") == "true");
    CHECK(value("sum(HL-loop/SN102)") == "15.5");
    CHECK(value("sum(HL-loop[HL03='I'], SN102 * 2)") == "31.0");
    CHECK(value("HL-loop[HL01 = '3']/N1-loop/../LIN03") == "A-1");
    CHECK(value("HL-loop/N1-loop[../HL03='O']/N104") == "BUYER");
    CHECK(value("join(HL-loop/N1-loop/N104, '+')") == "WH1+STORE5+BUYER+LINE-STORE");
    CHECK(value("last(HL-loop/HL01)") == "4");
    CHECK(value("first(HL-loop/HL02)") == "1");
}

TEST_CASE("a pair finds the value behind its qualifier, the first qualifier given goes first") {
    const Language value = std::move(Language(ship_notice).with(shipment));
    CHECK(value("pair(HL-loop[3]/LIN02, HL-loop[3]/LIN05, 'UP')") == "0001");
    CHECK(value("pair(HL-loop[3]/LIN02, HL-loop[3]/LIN05, 'SK', 'VN')") == "A-1");
    CHECK(value("pair(HL-loop[4]/LIN02, HL-loop[4]/LIN05, 'VN')") == "(missing)");
    CHECK(value("pair(HL-loop/LIN02, HL-loop/LIN04, 'VN')") ==
          "mistake at 0: from the first to the last element there have to be qualifiers and values in turn, an even "
          "number: pair(first, last, 'qualifier', …), such as pair(PO106, PO125, 'VN')");
    CHECK(value("pair(HL-loop/LIN02, BSN02, 'VN')").starts_with("mistake at 0: the first and the last element"));
    CHECK(value("pair(HL-loop/LIN02, HL-loop/LIN05, BSN02)").starts_with("mistake at 35: a qualifier is a text"));
}

TEST_CASE("a path that cannot exist is a mistake that says what was meant") {
    const Language value = std::move(Language(ship_notice).with(shipment));
    CHECK(value("BSN2") == "mistake at 0: there is no 'BSN2' in the document; did you mean 'BSN'?");
    CHECK(value("HL-loop/N1-loop/N14") == "mistake at 16: there is no 'N14' in 'N1-loop'; did you mean 'N1'?");
    CHECK(value("HL-loop/BSN02") == "mistake at 8: there is no 'BSN02' in 'HL-loop'; did you mean '/BSN02'?");
    CHECK(value("HL-loop/N1-loop/LIN03") ==
          "mistake at 16: there is no 'LIN03' in 'N1-loop'; did you mean '../LIN03'?");
    CHECK(value("N104") ==
          "mistake at 0: there is no 'N104' in the document; it is found at '/HL-loop/N1-loop/N1/N104'");
    CHECK(value("BSN02/more") == "mistake at 6: 'BSN02' is a value and has nothing below it, so no 'more'");
    CHECK(value("HL-loop") == "mistake at 0: 'HL-loop' is a group, not a value; name a value in it, such as 'HL'");
    CHECK(value("../BSN02") == "mistake at 0: '..' leads out of the document; this is its top already");
    CHECK(value("HL-loop[HL03='X']/HL01") == "mistake at 13: 'HL03' never has the code 'X'; did you mean 'S'?");
    CHECK(value("HL-loop[0]/HL01") == "mistake at 8: an index is a whole number from 1 on");
    CHECK(value("HL-loop[HL01]/HL01").starts_with("mistake at 8: a yes-or-no is needed here, this is a text"));
}

TEST_CASE("EDIFACT groups, composites and repeats are walked without naming segment and composite") {
    const Language value = std::move(Language(R"({
      "$id": "edifact/D96A/ORDERS", "type": "object", "properties": {
        "BGM": { "type": "object", "x-kind": "segment", "properties": {
          "C002": { "type": "object", "x-kind": "composite", "properties": { "C002-1": { "type": "string" }, "C002-4": { "type": "string" } } },
          "BGM02": { "type": "string" } } },
        "DTM": { "type": "array", "items": { "$ref": "#/$defs/DTM" } },
        "SG28": { "type": "array", "items": { "type": "object", "x-kind": "group", "properties": {
          "LIN": { "type": "object", "x-kind": "segment", "properties": { "LIN01": { "type": "string" },
            "C212": { "type": "object", "x-kind": "composite", "properties": { "C212-1": { "type": "string" }, "C212-2": { "type": "string" } } } } },
          "IMD": { "type": "object", "x-kind": "segment", "properties": {
            "IMD03": { "type": "array", "items": { "type": "string" } } } },
          "DTM": { "type": "array", "items": { "$ref": "#/$defs/DTM" } },
          "DTM-2": { "$ref": "#/$defs/DTM" } } } } },
      "$defs": { "DTM": { "type": "object", "x-kind": "segment", "properties": {
        "C507": { "type": "object", "x-kind": "composite", "properties": { "C507-1": { "type": "string" }, "C507-2": { "type": "string" } } } } } } })")
                                         .with(R"({
      "BGM": { "C002": { "C002-1": "220", "C002-4": "order" }, "BGM02": "PO-9" },
      "DTM": [ { "C507": { "C507-1": "137", "C507-2": "20261123" } }, { "C507": { "C507-1": "2", "C507-2": "20261130" } } ],
      "SG28": [ { "LIN": { "LIN01": "1", "C212": { "C212-1": "4000862141404", "C212-2": "EN" } }, "IMD": { "IMD03": ["red", "large"] } } ] })"));
    CHECK(value("C002-1") == "220");
    CHECK(value("BGM/C002-1") == "220");
    CHECK(value("BGM/C002/C002-4") == "order");
    CHECK(value("DTM[C507-1='2']/C507-2") == "20261130");
    CHECK(value("DTM[C507-1 = '137']/C507-2 | date('CCYYMMDD') | add-days(1)") == "2026-11-24");
    CHECK(value("SG28[LIN01='1']/C212-1") == "4000862141404");
    CHECK(value("SG28/IMD03[2]") == "large");
    CHECK(value("join(SG28/IMD03, ' ')") == "red large");
    CHECK(value("SG28/C507-1") == "mistake at 5: 'C507-1' may mean DTM/C507/C507-1 or DTM-2/C507/C507-1; write which");
}

TEST_CASE("XML with namespaces, attributes and text is walked by the same paths") {
    const Language value =
        std::move(Language(R"({
      "$id": "erp-order/1", "type": "object", "properties": {
        "erp:Order": { "type": "object", "properties": {
          "@id": { "type": "string", "x-kind": "attribute" },
          "version": { "type": "string", "x-kind": "attribute" },
          "erp:Ship-To.Name": { "type": "string" },
          "Total": { "type": "object", "properties": { "@currency": { "type": "string", "x-kind": "attribute" }, "#text": { "type": "string", "format": "decimal" } } } } } } })")
                      .with(R"({ "erp:Order": { "@id": "77", "version": "3", "erp:Ship-To.Name": "Dock",
                                                    "Total": { "@currency": "EUR", "#text": "12.50" } } })"));
    CHECK(value("erp:Order/@id") == "77");
    CHECK(value("erp:Order/@version") == "3");
    CHECK(value("erp:Order/erp:Ship-To.Name") == "Dock");
    CHECK(value("erp:Order/Total/#text") == "12.50");
    CHECK(value("erp:Order/Total") == "12.50");
    CHECK(value("erp:Order/Total + 1") == "13.50");
    CHECK(value("erp:Order/Total[@currency='EUR']/#text") == "12.50");
    CHECK(value("erp:Order/@version2").starts_with("mistake at 10: there is no '@version2' in 'erp:Order'"));
}

TEST_CASE("JSON and CSV names with blanks and digits stand in backticks") {
    const Language value =
        std::move(Language(R"({
      "$id": "row/1", "type": "object", "properties": {
        "Ship To Name": { "type": "string" }, "2nd line": { "type": "string" }, "tick`s": { "type": "string" }, "or": { "type": "string" },
        "größe": { "type": "string" }, "a-b": { "type": "string" }, "a": { "type": "integer" }, "b": { "type": "integer" } } })")
                      .with(R"({ "Ship To Name": "Ann", "2nd line": "x", "tick`s": "t", "or": "gold", "größe": "XL",
                                                    "a-b": "one name", "a": 5, "b": 3 })"));
    CHECK(value("`Ship To Name`") == "Ann");
    CHECK(value("`2nd line`") == "x");
    CHECK(value("`tick``s`") == "t");
    CHECK(value("or = 'gold' or or = 'silver'") == "true");
    CHECK(value("größe") == "XL");
    CHECK(value("a-b") == "one name");
    CHECK(value("a - b") == "2");
    CHECK(value("a -b") == "mistake at 2: a minus is an operator only between blanks: a - b");
    CHECK(value("a - -1") == "6");
    CHECK(value("2nd").starts_with("mistake at 0: a name that begins with a digit stands in backticks"));
    CHECK(value("'Ship To Name'") == "Ship To Name");
    CHECK(value("\"Ship To Name\"").starts_with("mistake at 0: a text stands in single quotes"));
    CHECK(value("`Ship to name`") ==
          "mistake at 0: there is no 'Ship to name' in the document; did you mean 'Ship To Name'?");
}

TEST_CASE("a document that would cost too much ends with a failure, not with a busy thread") {
    Language value(ship_notice);
    value.with(shipment);
    value.steps_max = 20;
    CHECK(value("BSN02") == "SHIP-1");
    CHECK(value("count(HL-loop[HL02 = '9']/N1-loop)").starts_with("failed: more than 20 nodes were looked at"));
}
