// Maps: what compiling refuses, and what a run gives.
#include "host/mapping/map.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <memory>

#include "host/document/json.hpp"
#include "host/mapping/compile.hpp"
#include "host/mapping/golden.hpp"
#include "host/mapping/table.hpp"

using namespace crossdock;
using namespace crossdock::mapping;

namespace {

constexpr std::string_view from_type = R"({ "$id": "from/1", "type": "object", "properties": {
    "id": { "type": "string" }, "code": { "type": "string" }, "day": { "type": "string" }, "total": { "type": "string", "format": "decimal" },
    "due": { "type": "string", "format": "date" }, "count": { "type": "integer" }, "yes": { "type": "boolean" },
    "place": { "type": "object", "properties": { "city": { "type": "string" }, "street": { "type": "array", "items": { "type": "string" } } } },
    "items": { "type": "array", "items": { "type": "object", "properties": {
        "sku": { "type": "string" }, "qty": { "type": "string", "format": "decimal" },
        "parts": { "type": "array", "items": { "type": "object", "properties": { "name": { "type": "string" } } } } } } } } })";

constexpr std::string_view to_type = R"({ "$id": "to/1", "type": "object", "required": ["number"], "properties": {
    "number": { "type": "string", "maxLength": 5 }, "status": { "type": "string", "enum": ["open", "closed"] },
    "orderedOn": { "type": "string", "format": "date" }, "amount": { "type": "string", "format": "decimal" },
    "count": { "type": "integer" }, "done": { "type": "boolean" }, "notes": { "type": "array", "items": { "type": "string" } },
    "address": { "type": "object", "required": ["city"], "properties": { "city": { "type": "string" }, "zip": { "type": "string" } } },
    "lines": { "type": "array", "items": { "type": "object", "required": ["sku"], "properties": {
        "no": { "type": "integer" }, "sku": { "type": "string" }, "quantity": { "type": "string", "format": "decimal" }, "part": { "type": "string" }, "order": { "type": "string" } } } } } })";

class Bench : public TypeResolver, public IncludeReader {
public:
    Bench() {
        for (const std::string_view json : {from_type, to_type}) {
            auto type = schema::compile_type("", json, "type.json", names_);
            if (!type.ok()) FAIL(describe(type.error()));
            const std::string name = (*type)->name;
            types_[name] = std::move(type).value();
        }
        std::vector<Error> errors;
        tables_.add(Table::parse("status", "from,to\nA,open\nB,closed\n", "status.csv", errors));
        tables_.add(Table::parse("wrong", "from,to\nA,opened\n", "wrong.csv", errors));
        REQUIRE(errors.empty());
    }
    Result<const schema::Type*> resolve(std::string_view name) override {
        const auto known = types_.find(name);
        if (known != types_.end()) return known->second.get();
        return Error{"test.type", ErrorClass::configuration, "there are from/1 and to/1"};
    }
    Result<std::string> read(std::string_view, std::string_view file) override {
        const auto known = files.find(file);
        if (known != files.end()) return known->second;
        return Error{"test.file", ErrorClass::configuration, "there is no such file"};
    }

    // The rules as a map; its mistakes, one a line, when it has some.
    std::string compile(const std::string& rules) {
        CompiledMap compiled = compile_map("<map name='m' version='1' from='from/1' to='to/1'>\n" + rules + "\n</map>",
                                           "m.xml", {*this, tables_, this});
        CHECK((compiled.map == nullptr) == !compiled.errors.empty());
        std::string mistakes;
        for (const Error& error : compiled.errors) mistakes += describe(error) + "\n";
        map_ = std::move(compiled.map);
        return mistakes;
    }
    // What the map makes of the JSON; failures, one a line, when there are some.
    std::string run(const std::string& rules, std::string_view json, MapContext context = {}) {
        if (std::string mistakes = compile(rules); !mistakes.empty()) return mistakes;
        Document source(names_);
        const Status read = read_json(json, "in.json", source);
        if (!read.ok()) FAIL(describe(read.error()));
        Document target(names_);
        std::vector<MapFailure> failures;
        const Status status = mapping::run(*map_, source, context, target, failures);
        std::string text;
        for (const MapFailure& failure : failures)
            text += failure.target_path + ": " + failure.text + " (" + failure.code + ")\n";
        if (!status.ok()) return text;
        if (after_run) after_run();
        return text + to_json(target);
    }

    std::function<void()> after_run;  // before the target is looked at
    std::map<std::string, std::string, std::less<>> files;

private:
    Names names_;
    std::map<std::string, std::unique_ptr<const schema::Type>, std::less<>> types_;
    TableSet tables_;
    std::unique_ptr<const Map> map_;
};

const std::string number = "<set to='number' from='id'/>";

}  // namespace

TEST_CASE("a map sets values, lists and groups in the order of the target's type") {
    Bench map;
    CHECK(
        map.run(
            "<set to='amount' from='total | round(1)'/><set to='address/zip' value='Z'/>"
            "<each in='items' as='item' to='lines'><set to='quantity' from='qty'/><set to='sku' from='sku'/><set "
            "to='no' from='position()'/>"
            "<set to='order' from='/id'/><each in='parts'><set to='part' from=\"concat(item/sku, '-', "
            "name)\"/></each></each>"
            "<each in='place/street'><set to='notes' from='.'/></each>"
            "<set to='address/city' from='place/city'/><set to='status' from='code' table='status'/>"
            "<set to='orderedOn' from='day' as='date(CCYYMMDD)'/><set to='count' from='count'/><set to='done' "
            "from='yes'/>" +
                number,
            R"({ "id": "7", "code": "B", "day": "20260301", "total": "10.25", "count": 3, "yes": true, "place": { "city": "Kiel", "street": ["a", "b"] },
                       "items": [ { "sku": "A", "qty": "007.50", "parts": [ { "name": "x" }, { "name": "y" } ] }, { "sku": "B" } ] })") ==
        R"({"number":"7","status":"closed","orderedOn":"2026-03-01","amount":"10.3","count":3,"done":true,"notes":["a","b"],)"
        R"("address":{"city":"Kiel","zip":"Z"},"lines":[{"no":1,"sku":"A","quantity":"7.50","part":"A-x","order":"7"},)"
        R"({"no":2,"sku":"B","order":"7"}]})");
}

TEST_CASE("a document does not depend on the variables that it was mapped with") {
    Bench map;
    std::string message = "M-17";
    std::string partner = "7";
    const Variable variables[] = {{"message", message}, {"partner", partner}};
    MapContext context;
    context.variables = variables;
    map.after_run = [&] {
        message.assign(message.size(), '?');
        partner.assign(partner.size(), '?');
    };
    CHECK(map.run("<set to='number' from='$message'/><set to='notes' from=\"substring($message, 3)\"/>"
                  "<set to='notes' from='$message | trim'/><set to='notes' from='id' default='$message'/>"
                  "<set to='notes' from=\"if(exists(id), id, $message)\"/><set to='count' from='$partner | integer'/>"
                  "<set to='amount' from='$partner' as='decimal'/>",
                  "{}", context) == R"({"number":"M-17","amount":"7","count":7,"notes":["17","M-17","M-17","M-17"]})");
}

TEST_CASE("an if around paths gives the text of the path that it chooses") {
    Bench map;
    const std::string rules =
        "<set to='number' from=\"if(code = 'A', id, if(code != 'B', place/city))\" default=\"'none'\"/>";
    CHECK(map.run(rules, R"({ "id": "7", "code": "A", "place": { "city": "Ulm" } })") == R"({"number":"7"})");
    CHECK(map.run(rules, R"({ "id": "7", "code": "C", "place": { "city": "Ulm" } })") == R"({"number":"Ulm"})");
    CHECK(map.run(rules, R"({ "id": "7", "place": { "city": "Ulm" } })") == R"({"number":"Ulm"})");
    CHECK(map.run(rules, R"({ "id": "7", "code": "B", "place": { "city": "Ulm" } })") == R"({"number":"none"})");
    CHECK(map.run(rules, R"({ "code": "A", "place": { "city": "Ulm" } })") == R"({"number":"none"})");

    const std::string amount = "<set to='number' value='1'/><set to='amount' from=\"if(code = 'A', total)\"/>";
    CHECK(map.run(amount, R"({ "code": "A", "total": "1.50" })") == R"({"number":"1","amount":"1.50"})");
    CHECK(map.run(amount, R"({ "code": "A", "total": "01.50" })") == R"({"number":"1","amount":"1.50"})");
    CHECK(map.run(amount, R"({ "code": "B", "total": "1.50" })") == R"({"number":"1"})");
    CHECK(map.run(amount, R"({ "code": "A", "total": "much" })").find("map.bad-value") != std::string::npos);
    CHECK(map.run("<set to='number' value='1'/><set to='notes' from=\"if(qty gt 1, sku)\"/>", "{}")
              .find("there is no 'qty'") != std::string::npos);
}

TEST_CASE("the first rule that has a value wins, and when decides whether a rule applies") {
    Bench map;
    const std::string rules = "<set to='number' from='id' when=\"code = 'A'\"/><set to='number' value='none'/>";
    CHECK(map.run(rules, R"({ "id": "7", "code": "A" })") == R"({"number":"7"})");
    CHECK(map.run(rules, R"({ "id": "7", "code": "B" })") == R"({"number":"none"})");
    CHECK(map.run(rules, R"({ "code": "A" })") == R"({"number":"none"})");
    CHECK(map.run("<set to='number' from='id' default=\"'x'\"/>", "{}") == R"({"number":"x"})");
    CHECK(map.run(number + "<each in='items' to='lines' when='qty gt 1'><set to='sku' from='sku'/></each>",
                  R"({ "id": "7", "items": [ { "sku": "A", "qty": "1" }, { "sku": "B", "qty": "1.01" } ] })") ==
          R"({"number":"7","lines":[{"sku":"B"}]})");
}

TEST_CASE("a group is made only when it has a value, from the first node that fits") {
    Bench map;
    const std::string rules =
        number +
        "<group in=\"items[sku='B']\" as='found' to='lines'><set to='sku' from='found/sku'/></group>"
        "<group to='address'><set to='city' from='place/city'/><set to='zip' from='code'/></group>";
    CHECK(map.run(rules, R"({ "id": "7", "items": [ { "sku": "A" }, { "sku": "B" } ] })") ==
          R"({"number":"7","lines":[{"sku":"B"}]})");
    CHECK(map.run(rules, R"({ "id": "7", "code": "Z" })") ==
          "address/city: it is required, and place/city is not there or empty (map.required-missing)\n");
}

TEST_CASE("every failure of a run is told, with the target's path") {
    Bench map;
    CHECK(
        map.run(
            number + "<set to='status' from='code' table='status'/><set to='orderedOn' from='day' "
                     "as='date(CCYYMMDD)'/><set to='amount' from='total'/>"
                     "<each in='items' to='lines'><set to='sku' from='sku'/><set to='quantity' from='qty' "
                     "required='yes'/></each>"
                     "<expect that='count = count(items)' otherwise='{count} is not {count(items)}'/><expect "
                     "that='yes' severity='warning'/>",
            R"({ "code": "X", "day": "soon", "total": "1,5", "count": 1, "items": [ { "sku": "A", "qty": "1" }, { "qty": "1" }, { "sku": "C" } ] })") ==
        "status: the code 'X' is not in the table 'status'; add it, or give the table a policy for what is missing "
        "(map.code-missing)\n"
        "orderedOn: 'soon' is not of the form CCYYMMDD, or no date or time that exists (map.bad-value)\n"
        "amount: '1,5' is not a decimal number such as 12 or -0.50 (map.bad-value)\n"
        "lines[2]/sku: it is required, and sku is not there or empty (map.required-missing)\n"
        "lines[3]/quantity: it is required, and qty is not there or empty (map.required-missing)\n"
        ": 1 is not 3 (map.expectation)\n"
        ": it was expected that yes (map.expectation)\n"
        "number: it is required, and id is not there or empty (map.required-missing)\n");
    CHECK(map.run(number + "<expect that='yes' severity='warning' otherwise='no'/>", R"({ "id": "7" })") ==
          ": no (map.expectation)\n{\"number\":\"7\"}");
}

TEST_CASE("a path leads to the first node that is there, also where only a later item has it") {
    Bench map;
    const std::string_view items = R"({ "items": [ { "qty": "1" }, { "sku": "S2" }, { "sku": "S3" } ] })";
    CHECK(map.run("<set to='number' from='items/sku'/>", items) == R"({"number":"S2"})");
    CHECK(map.run("<set to='number' from='items/sku'/><set to='count' from='count(items/sku)'/>", items) ==
          R"({"number":"S2","count":2})");
    CHECK(map.run("<set to='number' from='items[2]/sku'/>", items) == R"({"number":"S2"})");
    CHECK(map.run("<set to='number' from=\"default(items[sku='S4']/sku, items[sku != 'S2']/sku)\"/>", items) ==
          R"({"number":"S3"})");
}

TEST_CASE("what a rule reads is that of its own item, while others within it go through the same names") {
    Bench map;
    CHECK(map.run("<each in='items' as='outer' to='lines'>"
                  "<each in=\"/items[sku != 'A']\"><set to='part' from='concat($outer/sku, sku)'/></each>"
                  "<set to='sku' from='sku'/><each in='parts'><set to='order' from='concat(../sku, ../../id)'/></each>"
                  "</each>" +
                      number,
                  R"({ "id": "7", "items": [ { "sku": "A", "parts": [ {} ] }, { "sku": "B" } ] })") ==
          R"({"number":"7","lines":[{"sku":"A","part":"AB","order":"A7"},{"sku":"B","part":"BB"}]})");
}

TEST_CASE("a text that has the target's form goes over as it is, any other is read and written again") {
    Bench map;
    const auto amount = [&](const std::string& total) {
        return map.run(number + "<set to='amount' from='total'/>", R"({ "id": "7", "total": ")" + total + R"(" })");
    };
    CHECK(amount("12.50") == R"({"number":"7","amount":"12.50"})");
    CHECK(amount("+12.50") == R"({"number":"7","amount":"12.50"})");
    CHECK(amount("007") == R"({"number":"7","amount":"7"})");
    CHECK(amount("1.5e2") == R"({"number":"7","amount":"150"})");
    CHECK(amount("-0.01") == R"({"number":"7","amount":"-0.01"})");
    for (const std::string zero : {"0", "0.0", "0.00"}) {
        CHECK(amount(zero) == R"({"number":"7","amount":")" + zero + R"("})");
        CHECK(amount("-" + zero) == R"({"number":"7","amount":")" + zero + R"("})");
    }
    CHECK(amount("") == R"({"number":"7"})");
    CHECK(map.run(number + "<set to='amount' from='total'/>", R"({ "id": "7", "total": null })") ==
          R"({"number":"7"})");
}

TEST_CASE("a set waits for what its 'when' asks to exist") {
    Bench map;
    const auto status = [&](const std::string& when, const std::string& json) {
        return map.run(number + "<set to='status' value='open' when='" + when + "'/>", json);
    };
    const std::string set = R"({"number":"7","status":"open"})";
    CHECK(status("exists(code)", R"({ "id": "7", "code": "A" })") == set);
    CHECK(status("exists(code)", R"({ "id": "7", "code": "" })") == R"({"number":"7"})");
    CHECK(status("exists(code)", R"({ "id": "7" })") == R"({"number":"7"})");
    CHECK(status("exists(place)", R"({ "id": "7", "place": {} })") == set);
    CHECK(status("exists(items/sku)", R"({ "id": "7", "items": [ { "sku": "" }, { "sku": "B" } ] })") == set);
}

TEST_CASE("failures beyond the limit are counted and not described, and too much work ends the run") {
    Bench map;
    MapContext context;
    context.failures_max = 1;
    const std::string rules = number + "<set to='amount' from='total'/><set to='orderedOn' from='due'/>";
    CHECK(map.run(rules, R"({ "id": "7", "total": "x", "due": "y" })", context).find("amount") == std::string::npos);
    context.steps_max = 3;
    CHECK(
        map.run(rules, R"({ "code": "1", "day": "2", "count": 3, "id": "7" })", context).find("(map.too-much-work)") !=
        std::string::npos);
}

TEST_CASE("every mistake of a map is told at once, with file, line and column") {
    Bench map;
    CHECK(map.compile("<set to='nunber' from='id'/>\n<set to='number' from='idd'/>\n<set to='amount' "
                      "from='code'/>\n<each in='place' to='address'/>") ==
          "m.xml:2:10: there is no 'nunber' in to/1; did you mean 'number'? (map.bad-expression)\n"
          "m.xml:3:24: there is no 'idd' in the document; did you mean 'id'? (map.bad-expression)\n"
          "m.xml:4:18: 'amount' holds a number, this is a text; say how: as=\"decimal\" (map.does-not-fit)\n"
          "m.xml:5:18: 'address' occurs once, and each makes many; write <group> instead (map.not-a-list)\n");
    CHECK(map.compile(
              "<set to='status' value='opened'/>\n<set to='number' value='toolong'/>\n<set to='count' "
              "value='1.5'/>\n<set to='status' from='code' table='wrong'/>\n"
              "<set to='status' from='code' table='state'/>\n<set to='status' from='code' default=\"'shut'\"/>") ==
          "m.xml:2:18: 'status' takes no code 'opened'; did you mean 'open'? (map.does-not-fit)\n"
          "m.xml:3:18: 'number' takes 0 to 5 characters, 'toolong' has 7 (map.does-not-fit)\n"
          "m.xml:4:17: '1.5' is not a whole number, which 'count' holds (map.does-not-fit)\n"
          "m.xml:5:30: line 2 of the table 'wrong': 'status' takes no code 'opened'; did you mean 'open'? "
          "(map.does-not-fit)\n"
          "m.xml:6:30: there is no code table 'state'; did you mean 'status'? (map.unknown-table)\n"
          "m.xml:7:30: 'status' takes no code 'shut' (map.does-not-fit)\n");
}

TEST_CASE("what the target requires and no rule sets is found before any document") {
    Bench map;
    CHECK(
        map.compile(
            "<set to='address/zip' from='code'/><each in='items' to='lines'><set to='no' from='position()'/></each>") ==
        "m.xml:2:36: 'sku' is required in 'lines', and no rule sets it (map.required-never-set)\n"
        "m.xml:1:1: 'number', 'address/city' are required in to/1, and no rule sets them (map.required-never-set)\n");
}

TEST_CASE("elements, attributes and conversions that do not exist are refused") {
    Bench map;
    const auto mistake = [&](const std::string& rules, std::string_view wanted) {
        const std::string mistakes = map.compile(number + rules);
        INFO(mistakes);
        CHECK(mistakes.find(wanted) != std::string::npos);
    };
    mistake("<sett to='number'/>",
            "m.xml:2:29: <sett> is no element of a map; there are set, each, group, expect and include; did you mean "
            "'set'?");
    mistake("<set to='notes' form='id'/>", "<set> has no attribute form");
    mistake("<set to='notes'/>", "a set has either 'from', an expression, or 'value', a constant");
    mistake("<set to='notes' value='x' table='status'/>", "a constant value takes no table");
    mistake("text", "<map> holds elements only");
    mistake("<set to='orderedOn' from='day' as='dat(CCYYMMDD)'/>",
            "there is no conversion 'dat'; there are text, decimal, integer, boolean, date, time, date-time; did you "
            "mean 'date'?");
    mistake("<set to='orderedOn' from='day' as='date(CCYYMXDD)'/>", "'M' is no part of a date format");
    mistake("<set to='orderedOn' from='due' as='date(CCYYMMDD)'/>", "this is a date already");
    mistake("<set to='count' from='total'/>", "'count' holds a whole number, this may have a fraction");
    mistake("<set to='notes' from='due'/>", "'notes' holds a text, this is a date; say how: | format('CCYYMMDD')");
    mistake("<set to='lines' from='id'/>", "'lines' is a group; set its values one by one");
    mistake("<group to='number'/>", "'number' is a value, not a group");
    mistake("<set to='lines[1]/sku' from='id'/>", "a target is named by plain steps");
    mistake("<each in='items' as='partner'/>", "the name 'partner' is taken already");
    mistake("<each in='id | upper'/>", "a path is needed here");
    mistake("<expect that='id'/>", "a yes-or-no is needed here");
    mistake("<expect that='yes' severity='fatal'/>", "severity is one of error, warning");
    mistake("<set to='amount' from='count &lt; total and &quot;'/>", "m.xml:2:73: a text stands in single quotes");
    CHECK(map.compile("<set").find("m.xml:") == 0);
    CHECK(map.compile("<!-- nothing -->").find("'number' is required in to/1") != std::string::npos);
}

TEST_CASE("a part is included where it stands, with its own positions, and never itself") {
    Bench map;
    map.files["part.xml"] = "<part>\n<set to='number' from='id'/>\n<set to='amount' from='totl'/></part>";
    CHECK(map.compile("<include file='part.xml'/>") ==
          "part.xml:3:24: there is no 'totl' in the document; did you mean 'total'? (map.bad-expression)\n");
    map.files["part.xml"] = "<part><set to='number' from='id'/></part>";
    CHECK(map.run("<include file='part.xml'/>", R"({ "id": "7" })") == R"({"number":"7"})");
    map.files["loop.xml"] = "<part><include file='loop.xml'/></part>";
    CHECK(map.compile(number + "<include file='loop.xml'/>").find("loop.xml:1:16: 'loop.xml' includes itself") == 0);
    CHECK(map.compile(number + "<include file='no.xml'/>").find("'no.xml' cannot be included: there is no such file") !=
          std::string::npos);
}

TEST_CASE("two documents are compared by path") {
    Names names;
    Document expected(names);
    Document got(names);
    REQUIRE(read_json(R"({ "a": "1", "b": [ "x", "y" ], "c": { "d": "2", "e": null } })", "e", expected).ok());
    REQUIRE(
        read_json(R"({ "c": { "e": "", "d": "3" }, "b": [ "x" ], "a": "1", "f": [ { "g": true } ] })", "g", got).ok());
    std::string text;
    for (const Difference& difference : compare(expected, got)) text += describe(difference) + "\n";
    CHECK(text ==
          "b[2]: expected \"y\", got nothing\n"
          "c/d: expected \"2\", got \"3\"\n"
          "c/e: expected \"null\", got \"\"\n"
          "f[1]: expected nothing, got \"{…}\"\n");
    CHECK(compare(expected, expected).empty());
}
