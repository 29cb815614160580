#include <random>

#include "host/mapping/parser.hpp"
#include "tests/host/mapping/language_fixture.hpp"

using namespace crossdock;
using namespace crossdock::mapping;

namespace {

constexpr std::string_view type = R"({ "$id": "sample/1", "type": "object", "properties": {
    "text": { "type": "string" }, "empty": { "type": "string" }, "absent": { "type": "string" }, "nothing": { "type": "string" },
    "padded": { "type": "string" }, "price": { "type": "string", "format": "decimal" }, "zero": { "type": "string", "format": "decimal" },
    "bad": { "type": "string", "format": "decimal" }, "count": { "type": "integer" }, "day": { "type": "string", "format": "date" },
    "hour": { "type": "string", "format": "time" }, "moment": { "type": "string", "format": "date-time" },
    "open": { "type": "boolean" }, "edi": { "type": "string" }, "partner": { "type": "string" },
    "lines": { "type": "array", "items": { "type": "object", "properties": { "q": { "type": "integer" } } } } } })";

Language sample() {
    Language value(type);
    value.with(
        R"({ "text": "Grün & Blau", "empty": "", "nothing": null, "padded": "  x ", "price": "12.50", "zero": "0", "bad": "12,5",
                    "count": 3, "day": "2026-02-27", "hour": "23:30", "moment": "2026-11-23T00:30:00+02:00", "open": true,
                    "edi": "0001234", "partner": "field", "lines": [ { "q": 1 }, { "q": 2 } ] })");
    return value;
}

}  // namespace

TEST_CASE("numbers are exact decimals") {
    const Language value = sample();
    CHECK(value("price * count") == "37.50");
    CHECK(value("price * 3.333 | round(2)") == "41.66");
    CHECK(value("price * 3.333 | round(2, 'up')") == "41.67");
    CHECK(value("0.1 + 0.2 = 0.3") == "true");
    CHECK(value("price = 12.5") == "true");
    CHECK(value("1 + 2 * 3 - 4") == "3");
    CHECK(value("(1 + 2) * 3") == "9");
    CHECK(value("divide(price, count, 3, 'half-even')") == "4.167");
    CHECK(value("divide(price, zero, 3, 'down')").starts_with("failed: a division by zero"));
    CHECK(value("bad + 1").starts_with("failed: '12,5' is not a decimal number"));
    CHECK(value("'1.234,5' | decimal(',')") == "1234.5");
    CHECK(value("edi | decimal | implied-decimals(2)") == "12.34");
    CHECK(value("' 17 ' | integer") == "17");
    CHECK(value("'17.5' | integer").starts_with("failed: '17.5' is not a whole number"));
    CHECK(value("abs(0 - price)") == "12.50");
    CHECK(value("min(price, 3, count)") == "3");
    CHECK(value("max(price, 3, count)") == "12.50");
    CHECK(
        value("99999999999999999999 * 99999999999999999999").starts_with("failed: the result has more than 38 digits"));
    CHECK(value("text + 1") ==
          "mistake at 0: this is a text, and only numbers are added, subtracted and multiplied; '| decimal' reads a "
          "text as a number");
    CHECK(value("price / 2") == "mistake at 8: a step of a path is expected here: a name, '.' or '..'");
}

TEST_CASE("texts are cut, joined and padded by characters") {
    const Language value = sample();
    CHECK(value("padded | trim") == "x");
    CHECK(value("text | upper") == "GRüN & BLAU");
    CHECK(value("substring(text, 1, 4)") == "Grün");
    CHECK(value("substring(text, 8)") == "Blau");
    CHECK(value("substring(text, 80)") == "(missing)");
    CHECK(value("substring(text, 0)").starts_with("failed: substring begins at character 1"));
    CHECK(value("length(text)") == "11");
    CHECK(value("concat(text, '/', absent, count, '/', price)") == "Grün & Blau/3/12.50");
    CHECK(value("replace(text, ' & ', '+')") == "Grün+Blau");
    CHECK(value("replace(text, ' & ', '')") == "GrünBlau");
    CHECK(value("replace(text, 'x', 'y')") == "Grün & Blau");
    CHECK(value("count | pad-left(5, '0')") == "00003");
    CHECK(value("pad-right('ab', 4) | concat('|')") == "ab  |");
    CHECK(value("edi | strip-leading-zeros") == "1234");
    CHECK(value("before(text, ' & ')") == "Grün");
    CHECK(value("after(text, ' & ')") == "Blau");
    CHECK(value("starts-with(text, 'Gr') and ends-with(text, 'au') and contains(text, '&')") == "true");
    CHECK(value("contains(absent, 'x')") == "false");
    CHECK(value("'it''s'") == "it's");
    CHECK(value("pad-left(text, 5, 'ab')").starts_with("mistake at 18: one character is needed here"));
}

TEST_CASE("what is absent, empty or null is missing, and missing goes through") {
    const Language value = sample();
    CHECK(value("empty") == "(missing)");
    CHECK(value("nothing") == "(missing)");
    CHECK(value("absent | upper | trim") == "(missing)");
    CHECK(value("exists(empty) or exists(nothing) or exists(absent)") == "false");
    CHECK(value("exists(text) and exists(lines)") == "true");
    CHECK(value("default(absent, empty, 'instead')") == "instead");
    CHECK(value("coalesce(absent, text)") == "Grün & Blau");
    CHECK(value("absent = 'x'") == "false");
    CHECK(value("absent != 'x'") == "true");
    CHECK(value("if(exists(absent), 'a')") == "(missing)");
    CHECK(value("if(open, 'a', 'b')") == "a");
    CHECK(value("not(open)") == "false");
    CHECK(value("text = ''").starts_with("mistake at 7: an empty text equals nothing"));
    CHECK(value("if(open, 'a', 1)") == "mistake at 0: 'if' would give a text or a number; both have to be of one type");
}

TEST_CASE("dates have formats and zones") {
    const Language value = sample();
    CHECK(value("day | add-days(2)") == "2026-03-01");
    CHECK(value("day | add-days(-58)") == "2025-12-31");
    CHECK(value("day | format('DD.MM.CCYY')") == "27.02.2026");
    CHECK(value("day | format('YYMMDD')") == "260227");
    CHECK(value("date('20240229', 'CCYYMMDD')") == "2024-02-29");
    CHECK(value("date('20230229', 'CCYYMMDD')").starts_with("failed: '20230229' is not of the form CCYYMMDD"));
    CHECK(value("date('690101', 'YYMMDD')") == "1969-01-01");
    CHECK(value("date('680101', 'YYMMDD')") == "2068-01-01");
    CHECK(value("time('1430', 'HHMMSS')") == "14:30:00");
    CHECK(value("time('143015', 'HHMMSS') | format('HH:MM')") == "14:30");
    CHECK(value("date-time('202611231430', 'CCYYMMDDHHMM', '-05:00')") == "2026-11-23T19:30:00Z");
    CHECK(value("moment") == "2026-11-22T22:30:00Z");
    CHECK(value("moment | date-of") == "2026-11-22");
    CHECK(value("moment | date-of('+02:00')") == "2026-11-23");
    CHECK(value("moment | time-of('+02:00')") == "00:30:00");
    CHECK(value("moment | format('CCYYMMDDHHMM', '+02:00')") == "202611230030");
    CHECK(value("combine(day, hour, '+01:00')") == "2026-02-27T22:30:00Z");
    CHECK(value("days-between(day, date-of(moment))") == "268");
    CHECK(value("now()") == "2026-11-22T23:59:59Z");
    CHECK(value("now() | date-of gt day") == "mistake at 16: 'gt' is not expected here; an operator or the end is");
    CHECK(value("date-of(now()) gt day") == "true");
    CHECK(value("date(text, 'CCYYMMXX')") ==
          "mistake at 11: 'X' is no part of a date format; those are CC YY MM DD HH MM SS fff");
    CHECK(value("date(text, 'CCYY')").starts_with("mistake at 11: the format 'CCYY' has no complete date"));
    CHECK(value("date(text, edi)").starts_with("mistake at 11: this has to be written out as a text"));
    CHECK(value("date-of(now(), 'Europe/Berlin')").starts_with("mistake at 15: 'Europe/Berlin' is no zone"));
    CHECK(value("day = '2026-02-27'").starts_with("mistake at 0: a date is compared with a text"));
}

TEST_CASE("comparisons are typed, with words beside the signs") {
    const Language value = sample();
    CHECK(value("count lt 4 and count le 3 and count gt 2 and count ge 3 and count eq 3 and count ne 4") == "true");
    CHECK(value("count < 3 or count <= 2 or count > 3 or count >= 4 or count != 3") == "false");
    CHECK(value("day lt date-of(moment)") == "true");
    CHECK(value("text lt 'x'").starts_with("mistake at 0: a text is neither less nor greater than another"));
    CHECK(value("count = '3'").starts_with("mistake at 0: a number is compared with a text"));
    CHECK(value("1 lt count lt 4") == "mistake at 11: a comparison has two sides; join two comparisons with 'and'");
    CHECK(value("count and open").starts_with("mistake at 0: a yes-or-no is needed here, this is a number"));
}

TEST_CASE("variables are texts from the surroundings, and a field of that name goes first") {
    Language value = sample();
    CHECK(value("$channel") == "(missing)");
    value.variables = {{"channel", "edi"}, {"partner", "acme"}};
    CHECK(value("$channel") == "edi");
    CHECK(value("channel") == "edi");
    CHECK(value("$partner") == "acme");
    CHECK(value("partner") == "field");
    CHECK(value("exists($agreement)") == "false");
    CHECK(value("$chanel") == "mistake at 0: nothing is bound to the name 'chanel'; did you mean 'channel'?");
}

TEST_CASE("functions and tables that do not exist are mistakes") {
    Language value = sample();
    std::vector<Error> errors;
    value.tables.add(Table::parse("unit", "from,to\nEA,each\n", "unit.csv", errors));
    REQUIRE(errors.empty());
    CHECK(value("lookup('EA', 'unit')") == "each");
    CHECK(value("'EA' | lookup('unit') | upper") == "EACH");
    CHECK(value("lookup(text, 'unit')").starts_with("failed: the code 'Grün & Blau' is not in the table 'unit'"));
    CHECK(value("lookup(absent, 'unit')") == "(missing)");
    CHECK(value("lookup('EA', 'units')") == "mistake at 13: there is no code table 'units'; did you mean 'unit'?");
    CHECK(value("trimm(text)") == "mistake at 0: there is no function 'trimm'; did you mean 'trim'?");
    CHECK(value("trim(text, text)") == "mistake at 0: 'trim' is written trim(text)");
    CHECK(value("count(3)") == "mistake at 6: 'count' takes a path here: count(path)");
    CHECK(value("sum(lines)").starts_with("mistake at 4: sum(path) adds up numbers"));
    CHECK(value("sum(lines, q * q)") == "5");
}

TEST_CASE("a text that is no expression says where and why") {
    const Language value = sample();
    CHECK(value("") == "mistake at 0: a value is missing: a path, a text in quotes, a number or a function");
    CHECK(value("text text") == "mistake at 5: 'text' is not expected here; an operator or the end is");
    CHECK(value("(text") == "mistake at 0: this '(' is not closed");
    CHECK(value("lines[1") == "mistake at 5: this '[' is not closed");
    CHECK(value("'text") == "mistake at 0: this text is not closed; it ends with a single quote '");
    CHECK(value("text |") == "mistake at 6: a '|' is followed by a function, such as | round(2)");
    CHECK(value("count *") == "mistake at 7: a value is missing: a path, a text in quotes, a number or a function");
    CHECK(value("lines//q").starts_with("mistake at 5: '//' does not exist"));
    CHECK(value("!open").starts_with("mistake at 0: '!' is written not(…)"));
    CHECK(value("/") == "mistake at 1: a '/' is followed by a name; the document itself is not a value");
    CHECK(value(std::string(100, '(')).ends_with("64 levels are the most"));
    CHECK(value(std::string(20'000, 'x')).ends_with("10,000 characters; part it"));
    std::string chain = "1";
    for (int i = 0; i < 600; ++i) chain += " + 1";
    CHECK(value(chain).ends_with("more than 500 operators and pipes; part it"));
}

TEST_CASE("a template writes expressions among text, and a missing one is an error") {
    const Language value = sample();
    const auto filled = [&](std::string_view text) {
        const auto compiled = compile_template(text, value.scope(), {"flow.xml", 7, 10});
        if (!compiled.ok()) return describe(compiled.error());
        const auto made = compiled->text(value.input());
        return made.ok() ? *made : describe(made.error());
    };
    CHECK(filled("{partner}/{count}") == "field/3");
    CHECK(filled("{{{count}}}") == "{3}");
    CHECK(filled("{concat('}', text)}") == "}Grün & Blau");
    CHECK(filled("plain") == "plain");
    CHECK(filled("a/{absent}") == "'{absent}' has no value here; give it one with default(…) (map.missing-value)");
    CHECK(filled("a/{count") ==
          "flow.xml:7:12: this '{' is not closed; the character is written {{ (map.bad-expression)");
    CHECK(filled("a/{cuont}").starts_with("flow.xml:7:13: there is no 'cuont' in the document; did you mean 'count'?"));
    CHECK(filled("a}").starts_with("flow.xml:7:11: this '}' closes nothing"));
}

TEST_CASE("named documents are walked from their names, and one that is not there yet is missing") {
    const Language order = sample();
    Language answer(
        R"({ "$id": "reservation/1", "type": "object", "properties": { "status": { "type": "string" }, "lines": { "type": "array", "items": { "type": "object", "properties": { "sku": { "type": "string" } } } } } })");
    answer.with(R"({ "status": "short", "lines": [ { "sku": "A" }, { "sku": "B" } ] })");
    const ExpressionScope::NamedDocument named[] = {{"reservation", &answer.type()}};
    ExpressionScope scope = order.scope();
    scope.documents = named;
    const Document* documents[] = {&answer.document()};
    ExpressionInput input = order.input();
    const auto test = compile_expression("reservation/status = 'short' and count(reservation/lines) = 2", scope);
    REQUIRE(test.ok());
    CHECK(test->is_test());
    CHECK(test->test(input).value() == false);
    input.documents = documents;
    CHECK(test->test(input).value() == true);
    const auto wrong = compile_expression("reservation/state = 'short'", scope, {"flow.xml", 3, 20});
    REQUIRE_FALSE(wrong.ok());
    CHECK(describe(wrong.error()).starts_with("flow.xml:3:32: there is no 'state' in the document"));
}

TEST_CASE("random texts never crash the parser, the binder or a run") {
    std::mt19937_64 random(7);  // NOLINT(bugprone-random-generator-seed): the same texts every time
    constexpr std::string_view pieces[] = {
        "text", "price", "count", "lines", "q",    "day",        "(",        ")",          "[",         "]",      "'",
        "`",    "$",     "@",     "#text", "..",   ".",          "/",        "|",          ",",         " - ",    "-",
        "+",    "*",     "=",     "<",     ">=",   "!=",         "and",      "or",         "lt",        " ",      "1",
        "0.5",  "'a'",   "round", "sum",   "if",   "not",        "pair",     "exists",     "substring", "format", "{",
        "}",    "\xC3",  "\xFF",  "&",     "date", "'CCYYMMDD'", "add-days", "lines[1]/q", "concat"};
    const Language value = sample();
    std::size_t understood = 0;
    for (int turn = 0; turn < 60'000; ++turn) {
        std::string text;
        const std::size_t length = random() % 12 + 1;
        for (std::size_t i = 0; i < length; ++i) text += pieces[random() % std::size(pieces)];
        const std::string result = value(text);
        understood += result.starts_with("mistake") ? 0 : 1;
        static_cast<void>(parse_template(text));
        static_cast<void>(parse_path(text));
    }
    CHECK(understood > 500);
}
