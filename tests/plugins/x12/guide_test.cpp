// Partners' guides over the dictionaries of X12: what they ask, what they allow, and what their mistakes say.
#include "plugins/edi/guide_compiler.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/edi/tape_builder.hpp"
#include "plugins/edi/type_description.hpp"
#include "plugins/x12/envelope_syntax.hpp"
#include "plugins/x12/transaction.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <crossdock/cpp/views.hpp>

#include <fstream>
#include <functional>
#include <iterator>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;
namespace fs = std::filesystem;
using Segments = std::vector<std::string>;

namespace {

const std::string beginning = "BEG*00*SA*NW-450012**20260301";
const std::string line = "PO1**1*EA";

// A catalog with one guide over a set of 004010, `test`, and what decoding and encoding with it make.
class Guided {
public:
    explicit Guided(const std::string& statements, const std::string& set = "850") : set_(set) {
        const fs::path folder = fs::temp_directory_path() / "crossdock-x12-guide";
        fs::remove_all(folder);
        fs::create_directories(folder);
        std::ofstream(folder / "test.guide") << "crossdock-guide 1\nguide x12/004010/" << set << " \"Test\"\n"
                                             << statements << "\n";
        catalog_ = x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"}, {folder});
        fs::remove_all(folder);
    }

    [[nodiscard]] Decoded decode(const Segments& segments, std::uint32_t levels = x12::all_levels) const {
        const std::string payload =
            interchange({transaction(segments, set_)}, catalog_.find("x12/004010/" + set_)->functional_ids.front());
        Split found = split(payload);
        REQUIRE(found.slices.size() == 1);
        found.slices[0].type += "@test";
        return decoded(x12::decode, catalog_, payload, found.slices[0], levels);
    }
    [[nodiscard]] std::vector<std::string> found(const Segments& segments,
                                                 std::uint32_t levels = x12::all_levels) const {
        return codes(decode(segments, levels).findings);
    }
    // The bytes, or the error as `code: text`.
    [[nodiscard]] std::string encode(const std::function<void(x12::TapeBuilder&)>& build) const {
        const std::string type = "x12/004010/" + set_;
        Tape tape;
        x12::TapeBuilder builder(*catalog_.find(type + "@test"), tape.writer());
        build(builder);
        const crossdock_tape_view view = tape.view("");
        const Options options{{"guide", "test"}};
        crossdock_encode_request request{};
        request.struct_size = sizeof request;
        request.type = sdk::view(type);
        request.document = &view;
        request.options = options;
        Output output;
        try {
            x12::encode(catalog_, request, output.raw());
        } catch (const sdk::Failure& failure) {
            return failure.code() + ": " + failure.what();
        }
        return output.bytes();
    }
    [[nodiscard]] const x12::Catalog& catalog() const { return catalog_; }
    [[nodiscard]] const x12::Transaction& set() const { return *catalog_.find("x12/004010/" + set_ + "@test"); }

private:
    std::string set_;
    x12::Catalog catalog_;
};

using Codes = std::vector<std::string>;

// What a guide of these statements, from line 3 on, over a small set is refused with; empty when it is not.
std::string mistake(const std::string& statements, const std::string& head = "guide x12/004010/100 \"Hundred\"\n") {
    x12::ReleaseSource source;
    source.dialect = &x12::dialect;
    source.id = "004010";
    x12::read_dictionary(
        "crossdock-dictionary 1\nelement 1 AN 1..5 \"One\"\nelement 2 ID 2..3 \"Two\" closed AA BB\n"
        "composite C1 \"Pair\" 1! 2\nsegment ST \"Start\" 1! 1!\nsegment SE \"End\" 1! 1!\n"
        "segment AB \"Both\" 1! 2 C1\nnote AB C0203\nsegment CD \"Other\" 1\n"
        "transaction 100 XX \"Hundred\"\nST! 1\nAB 2\nloop CD *\nCD! 1\nAB 1\nend\nSE! 1\nend\ntrace AB01 key\n",
        "a.dict", source);
    try {
        const auto guide = x12::read_guide("crossdock-guide 1\n" + head + statements, "g.guide", "g", x12::dialect);
        if (!guide) return "not ours";
        const auto made = x12::compile_guide(*guide, source, source.transactions.at("100"), 1);
        CHECK(made.transaction->type == "x12/004010/100@g");
    } catch (const sdk::Failure& failure) {
        return failure.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a guide makes an element mandatory for one partner and not for others") {
    const Guided guided("require N104 because \"Harbor knows its stores by number\"");
    const Segments unnumbered{beginning, "N1*ST*East", line};
    const Decoded decoded = guided.decode(unnumbered);
    const Finding& finding = only(decoded.findings, "x12.guide-missing-element");
    CHECK(finding.text == "N104 is missing (guide test, line 3: Harbor knows its stores by number)");
    CHECK(finding.standard_code == "1");
    CHECK(finding.tag == "N1");
    CHECK(finding.element == 4);
    CHECK(finding.transaction_segment == 3);
    CHECK(finding.path == "N1[1]/N104");
    CHECK(finding.reference == "67");
    CHECK(finding.severity == CROSSDOCK_SEVERITY_ERROR);
    CHECK(decode_order(unnumbered).findings.empty());
    CHECK(guided.found({beginning, "N1*ST*East*92*0417", line}).empty());
}

TEST_CASE("the level guide switches its findings and leaves what it allows") {
    const Guided guided("require DTM\nlength BEG03 1..30");
    const Segments segments{"BEG*00*SA*123456789012345678901234567890**20260301", line};
    CHECK(guided.found(segments) == Codes{"x12.guide-missing-segment"});
    CHECK(guided.found(segments, x12::all_levels & ~std::uint32_t{x12::partner_guide}).empty());
    CHECK(guided.found(segments, x12::partner_guide) == Codes{"x12.guide-missing-segment"});
    CHECK(codes(decode_order(segments).findings) == Codes{"x12.element-too-long"});
    CHECK(x12::validation_levels(x12::dialect, "guide") == x12::partner_guide);
    CHECK(x12::validation_levels(x12::dialect, "all") == x12::all_levels);
}

TEST_CASE("segments and loops are required, unused and limited where a guide says") {
    const Guided guided("require PO1-loop/PID-loop\nunused CUR\nrepeat DTM 1\nrepeat N1-loop 2");
    const std::string pid = "PID*F****Valve";
    CHECK(guided.found({beginning, line, pid}).empty());
    const Decoded missing = guided.decode({beginning, line, pid, line, line, pid});
    const Finding& finding = only(missing.findings, "x12.guide-missing-segment");
    CHECK(finding.text == "loop PID in loop PO1 is missing before this place (guide test, line 3)");
    CHECK(finding.tag == "PID");
    CHECK(finding.transaction_segment == 6);
    CHECK(finding.standard_code == "3");
    CHECK(guided.found({beginning, line}) == Codes{"x12.guide-missing-segment"});
    CHECK(only(guided.decode({beginning, "CUR*BY*USD", line, pid}).findings, "x12.guide-unused-segment")
              .transaction_segment == 3);
    CHECK(guided.found({beginning, "DTM*002*20260301", "DTM*002*20260302", "DTM*002*20260303", line, pid}) ==
          Codes{"x12.guide-segment-over-max"});
    CHECK(guided.found({beginning, "N1*ST*A", "N1*ST*B", "N1*ST*C", line, pid}) == Codes{"x12.guide-loop-over-max"});
}

TEST_CASE("values are narrowed: lengths, codes, what is unused, notes") {
    const Guided guided(
        "length BEG03 9..9\ncodes BEG01 closed 00 05\nunused PO107\nnote PO1 C0405\nnote PER E0406\n"
        "codes N1-loop/N101 closed ST");
    CHECK(guided.found({"BEG*00*SA*NW-450012**20260301", line}).empty());
    CHECK(only(guided.decode({"BEG*00*SA*NW-45001**20260301", line}).findings, "x12.guide-element-too-short").text ==
          "BEG03 is 'NW-45001'; 9 characters would be right (guide test, line 3)");
    CHECK(guided.found({"BEG*00*SA*NW-4500123**20260301", line}) == Codes{"x12.guide-element-too-long"});
    const Decoded code = guided.decode({"BEG*01*SA*NW-450012**20260301", line});
    const Finding& bad = only(code.findings, "x12.guide-bad-code");
    CHECK(bad.value == "01");
    CHECK(bad.standard_code == "7");
    CHECK(bad.text == "BEG01 is '01'; 00 or 05 would be right (guide test, line 4)");
    CHECK(guided.found({beginning, "PO1**1*EA***VN*A1"}) == Codes{"x12.guide-unused-element"});
    CHECK(guided.found({beginning, "PO1**1*EA*2"}) == Codes{"x12.guide-missing-conditional-element"});
    CHECK(guided.found({beginning, "PO1**1*EA*2*PE"}).empty());
    CHECK(guided.found({beginning, "PER*BD*Dana*TE*1*EM*d@n.example", line}) == Codes{"x12.guide-exclusion-violated"});
    CHECK(guided.found({beginning, line, "N1*ST*East"}).empty());
    CHECK(guided.found({beginning, "N1*BY*East", line}) == Codes{"x12.guide-bad-code"});
}

TEST_CASE("nothing that the dictionary reports is said again by the guide") {
    const Guided guided("require BEG03\nlength BEG03 2..8\ncodes PID01 closed F\nrequire PO1-loop");
    CHECK(guided.found({"BEG*00*SA***20260301", line}) == Codes{"x12.missing-element"});
    CHECK(guided.found({"BEG*00*SA*12345678901234567890123**20260301", line}) == Codes{"x12.element-too-long"});
    CHECK(guided.found({"BEG*00*SA*P1**20260301", line, "PID*Q****x"}) == Codes{"x12.bad-code"});
    CHECK(guided.found({"BEG*00*SA*P1**20260301"}) == Codes{"x12.missing-segment"});
    // With the dictionary's level off it is the guide's to say.
    CHECK(guided.found({"BEG*00*SA***20260301", line}, x12::partner_guide) == Codes{"x12.guide-missing-element"});
    CHECK(guided.found({"BEG*00*SA*P1**20260301"}, x12::partner_guide) == Codes{"x12.guide-missing-segment"});
}

TEST_CASE("a condition says which segment or loop is meant") {
    const Guided guided(
        "require REF[REF01=DP]\nrequire N1-loop[N101=ST|BT]/N4\nlength REF[REF01=IA]/REF02 5..5\n"
        "unused N1-loop[N101=VN]\nrepeat N1-loop[N101=ST] 1");
    const Segments right{beginning, "REF*DP*018", "REF*IA*77120", "N1*ST*East", "N4*Columbus", "N1*BY*West", line};
    CHECK(guided.found(right).empty());
    CHECK(only(guided.decode({beginning, "REF*IA*77120", line}).findings, "x12.guide-missing-segment").text ==
          "segment REF with REF01 DP is missing (guide test, line 3)");
    CHECK(guided.found({beginning, "REF*DP*1", "N1*BY*A", "N1*BT*B", "N1*ST*C", "N4*Columbus", line}) ==
          Codes{"x12.guide-missing-segment"});
    CHECK(guided.found({beginning, "REF*DP*1234567", "REF*IA*1234567", line}) == Codes{"x12.guide-element-too-long"});
    CHECK(guided.found({beginning, "REF*DP*1", "N1*VN*Us", line}) == Codes{"x12.guide-unused-segment"});
    CHECK(guided.found({beginning, "REF*DP*1", "N1*ST*A", "N4*X Y", "N1*BY*C", "N1*ST*B", "N4*X Y", line}) ==
          Codes{"x12.guide-loop-over-max"});
}

TEST_CASE("a guide allows what the dictionary does not: absence, lengths, codes, repeats") {
    const Guided guided(
        "optional BEG05\nlength REF02 1..60\ncodes PID01 also Q\nrepeat CUR 2\noptional BEG\nlength REF04-2 1..40");
    const std::string number(50, '7');
    CHECK(guided.found({"BEG*00*SA*P1", "CUR*BY*USD", "CUR*SE*USD", "REF*DP*" + number, line, "PID*Q****x"}).empty());
    CHECK(guided.found({line}).empty());
    CHECK(guided.found({beginning, "REF*DP*1**CO>" + std::string(40, 'x'), line}).empty());
    // The element as such, in other segments, is as it was.
    CHECK(guided.found({beginning, "N9*L1*" + number, line}) == Codes{"x12.element-too-long"});
    CHECK(guided.found({beginning, line, "PID*Z****x"}) == Codes{"x12.bad-code"});
    const Guided open("codes PID01 open");
    CHECK(open.found({beginning, line, "PID*Z****x"}) == Codes{"x12.code-not-in-list"});
}

TEST_CASE("a guide adds segments and loops, which stand in the document and in the type") {
    const Guided guided(
        "element 9001 AN 1..10 \"Dock\"\nsegment ZA1 \"Harbor's dock\" 9001! 127\n"
        "add after CUR\n  ZA1! 2\n  DTM 1\nend\nadd before PO1-loop/PID-loop\n  loop ZA1 5\n    ZA1! 1\n    MSG 2\n  "
        "end\nend\n"
        "codes ZA101 closed D4 D5");
    const Decoded decoded = guided.decode({beginning, "CUR*BY*USD", "ZA1*D4", line, "ZA1*D5*1", "MSG*left"});
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape.find("ZA1{ ZA101=D4 }") != std::string::npos);
    CHECK(decoded.tape.find("ZA1-loop{ ZA1{ ZA101=D5 ZA102=1 } MSG{ MSG01=left } }") != std::string::npos);
    const std::string type = x12::describe(guided.set());
    CHECK(type.find("{\"$id\":\"x12/004010/850@test\"") == 0);
    CHECK(type.find("\"ZA1-loop\"") != std::string::npos);
    CHECK(type.find("\"ZA101\":{\"title\":\"Dock\"") != std::string::npos);
    CHECK(guided.found({beginning, line}) == Codes{"x12.guide-missing-segment"});
    CHECK(guided.found({beginning, "ZA1*D4", "ZA1*D4", "ZA1*D4", line}) == Codes{"x12.segment-over-max"});
    CHECK(guided.found({beginning, "ZA1*D6", line}) == Codes{"x12.guide-bad-code"});
    CHECK(codes(decode_order({beginning, "ZA1*D4", line}).findings) == Codes{"x12.unknown-segment"});
    // What was there before keeps its names: the added DTM is the second, though it stands first.
    CHECK(decoded.tape.find("DTM") == std::string::npos);
    CHECK(guided.decode({beginning, "ZA1*D4", "DTM*002*20260301", line}).tape.find("DTM-2{ DTM01=002") !=
          std::string::npos);
}

TEST_CASE("a guide allows another order, and moves what stands elsewhere") {
    const Segments swapped{beginning, "DTM*002*20260301", "REF*DP*1", line};
    CHECK(codes(decode_order(swapped).findings) == Codes{"x12.segment-out-of-order"});
    CHECK(Guided("any REF DTM").found(swapped).empty());
    const Guided moved("move DTM before REF");
    CHECK(moved.found(swapped).empty());
    CHECK(moved.found({beginning, "REF*DP*1", "DTM*002*20260301", line}) == Codes{"x12.segment-out-of-order"});
}

TEST_CASE("notes and trace keys of the dictionary can be dropped and added") {
    const Guided guided("drop note PO1 C0302\ndrop trace BEG03 order-number\ntrace REF02 dock-number", "850");
    CHECK(guided.found({beginning, "PO1***EA"}).empty());
    const std::string type = x12::describe(guided.set());
    CHECK(type.find("order-number") == std::string::npos);
    CHECK(type.find("\"x-trace\":\"dock-number\"") != std::string::npos);
}

TEST_CASE("what would break the partner's guide is not written") {
    const Guided guided("require PO1-loop/PID-loop\nlength BEG03 9..9 because \"nine of them\"\nunused CUR");
    const auto order = [](const std::string& number, bool described, bool currency = false) {
        return [=](x12::TapeBuilder& tape) {
            tape.begin("BEG");
            for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
                     {"BEG01", "00"}, {"BEG02", "SA"}, {"BEG03", number}, {"BEG05", "20260301"}})
                tape.value(name, value);
            tape.end();
            if (currency) {
                tape.begin("CUR");
                tape.value("CUR01", "BY");
                tape.value("CUR02", "USD");
                tape.end();
            }
            tape.begin("PO1-loop");
            tape.begin("PO1");
            tape.value("PO102", "1");
            tape.value("PO103", "EA");
            tape.end();
            if (described) {
                tape.begin("PID-loop");
                tape.begin("PID");
                tape.value("PID01", "F");
                tape.value("PID05", "Valve");
                tape.end();
                tape.end();
            }
            tape.end();
        };
    };
    CHECK(
        guided.encode(order("NW-450012", true)).find("BEG*00*SA*NW-450012**20260301~PO1**1*EA~PID*F****Valve~SE*5*") !=
        std::string::npos);
    CHECK(guided.encode(order("NW-45001", true)) ==
          "x12.guide-element-too-short: 850/BEG: BEG03 is 'NW-45001'; 9 characters would be right (guide test, line 4: "
          "nine of them)");
    CHECK(guided.encode(order("NW-450012", false)) ==
          "x12.guide-missing-segment: 850: loop PID in loop PO1 is missing (guide test, line 3)");
    CHECK(guided.encode(order("NW-450012", true, true)).rfind("x12.guide-unused-segment: 850/CUR: ", 0) == 0);
}

TEST_CASE("an agreement names its guides, of which each set takes its own") {
    const Guided guided("require N104");
    const x12::Catalog& catalog = guided.catalog();
    CHECK(catalog.find("x12/004010/850", "test")->type == "x12/004010/850@test");
    CHECK(catalog.find("x12/004010/850", " test,")->type == "x12/004010/850@test");
    CHECK(catalog.find("x12/004010/855", "test")->type == "x12/004010/855");
    CHECK(catalog.find("x12/004010/850", "")->type == "x12/004010/850");
    CHECK(catalog.find("x12/004010/850@test", "test")->type == "x12/004010/850@test");
    CHECK_THROWS_WITH(catalog.find("x12/004010/850", "tset"),
                      "there is no guide 'tset', only test; a file tset.guide in the site's folder `guides` is right");
}

TEST_CASE("a mistake in a guide names file, line, column and what would be right") {
    CHECK(mistake("require AB02\n").empty());
    CHECK(mistake("frobnicate AB02").find("g.guide:3:1: unknown statement `frobnicate`: require, optional,") == 0);
    CHECK(mistake("require") == "g.guide:3:9: this statement reads `require PLACE…`");
    CHECK(mistake("require  AB07") == "g.guide:3:10: segment AB has no element 7; its elements are AB01 to AB03");
    CHECK(mistake("require QQ01") == "g.guide:3:9: `QQ` is no segment of release 004010");
    CHECK(mistake("require AB03-3") == "g.guide:3:9: AB03 has 2 components");
    CHECK(mistake("require ZZ") == "g.guide:3:9: `ZZ` is no part of 100 itself, which has ST AB CD-loop SE");
    CHECK(mistake("unused CD") == "g.guide:3:8: `CD` is no part of 100 itself; CD-loop or CD-loop/CD would be right");
    CHECK(mistake("require CD-loop/XX").find("g.guide:3:17: `XX` is no part of CD-loop, which has CD AB") == 0);
    CHECK(mistake("require AB/CD") ==
          "g.guide:3:9: `AB` is a segment, in which no other stands; `AB-loop` would be a loop");
    CHECK(mistake("require AB/CD01") == "g.guide:3:9: an element of AB is called `AB01`");
    CHECK(mistake("require AB02 because no reason") == "g.guide:3:14: a statement ends with `because \"reason\"`");
    CHECK(mistake("require \"AB02") == "g.guide:3:9: a quoted text has no closing quote");
    CHECK(mistake("require AB[AB02=AA") == "g.guide:3:11: a condition lacks its `]`");
    CHECK(mistake("require AB[AA]").find("g.guide:3:12: `AA` is no condition") == 0);
    CHECK(mistake("require AB[CD01=1]") == "g.guide:3:9: the condition of `AB` names an element of AB, `AB01`");
    CHECK(mistake("length AB01 5") == "g.guide:3:13: a length reads MIN..MAX");
    CHECK(mistake("length AB01 5..2") == "g.guide:3:13: the minimal length is above the maximal length");
    CHECK(mistake("length AB01 x..2") == "g.guide:3:13: `x` is no number from 1 to 65000");
    CHECK(mistake("length AB03 1..2") == "g.guide:3:8: AB03 is a composite; name one of its components, AB03-1");
    CHECK(mistake("length AB 1..2") == "g.guide:3:8: only elements and components have a length");
    CHECK(mistake("length CD-loop/AB01 1..9").find("g.guide:3:8: this allows more than the dictionary") == 0);
    CHECK(mistake("codes AB02 shut") == "g.guide:3:12: `shut` is not right: `closed`, `also` or `open` is");
    CHECK(mistake("codes AB01 closed") == "g.guide:3:19: AB01 has no list of codes; give one");
    CHECK(mistake("codes AB01 also X") == "g.guide:3:7: AB01 has no list of codes: any value may stand there");
    CHECK(mistake("repeat ST 2") == "g.guide:3:8: ST comes once; its loop may come often");
    CHECK(mistake("optional CD-loop/CD").find("g.guide:3:10: CD-loop/CD begins or ends its loop") == 0);
    CHECK(mistake("note AB C0209").find("g.guide:3:6: note C0209 names position 9, but there are 3") == 0);
    CHECK(mistake("drop note AB P0102") == "g.guide:3:14: AB has no note P0102; it has C0203");
    CHECK(mistake("drop trace AB02 key") == "g.guide:3:6: 100 says no `trace AB02 key`; it says `trace AB01 key`");
    CHECK(mistake("any CD-loop AB").find("g.guide:3:5: `any` names the first and the last") == 0);
    CHECK(mistake("any AB SE") == "g.guide:3:5: what begins or ends a loop or the set keeps its place");
    CHECK(mistake("move AB besides CD-loop") == "g.guide:3:9: `after` or `before` is right here");
    CHECK(mistake("add after SE\nAB 1\nend") == "g.guide:3:11: nothing can stand after SE, which ends the set");
    CHECK(mistake("add before CD-loop/CD\nAB 1\nend").find("g.guide:3:12: nothing can stand before CD-loop/CD") == 0);
    CHECK(mistake("add after AB\nend") == "g.guide:3:1: what is added is missing: lines as in a set, then `end`");
    CHECK(mistake("add after AB\nXY 1\nend") == "g.guide:4: segment XY is not defined");
    CHECK(mistake("add after AB\nAB 1") == "g.guide:5:1: the file ends inside a block: an `end` is missing");
    CHECK(mistake("element 7 QQ 1..2 \"Seven\"").find("g.guide:3: unknown data type `QQ`") == 0);
    CHECK(mistake("", "") == "g.guide:2:1: the file ends before `guide TYPE \"Title\"`");
    CHECK(mistake("", "require AB\n") ==
          "g.guide:2:1: the second statement must say what the guide is for: `guide TYPE \"Title\"`");
    CHECK(mistake("", "guide edifact/D.96A/ORDERS \"Orders\"\n") == "not ours");
}

TEST_CASE("a guide for a set that is not there, and a text that is no guide, stop the adapter") {
    const auto error_of = [](const std::string& text) {
        const fs::path folder = fs::temp_directory_path() / "crossdock-x12-bad-guide";
        fs::create_directories(folder);
        std::ofstream(folder / "own.guide") << text;
        std::string error;
        try {
            static_cast<void>(
                x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"}, {folder}));
        } catch (const sdk::Failure& failure) {
            error = failure.code() + " " + failure.what();
        }
        fs::remove_all(folder);
        return error;
    };
    CHECK_THAT(error_of("crossdock-guide 1\nguide x12/004010/851 \"x\"\n"),
               Catch::Contains("x12.bad-guide") &&
                   Catch::Contains("own.guide:2:7: x12/004010/851 is not in the dictionaries; a type such as"));
    CHECK_THAT(error_of("crossdock-guide 1\nguide x12/850 \"x\"\n"),
               Catch::Contains("own.guide:2:7: x12/850 is not in"));
    CHECK_THAT(error_of("require BEG05\n"),
               Catch::EndsWith("own.guide:1:1: the first statement must be `crossdock-guide 1`"));
    CHECK(error_of("crossdock-guide 1\nguide edifact/D.96A/ORDERS \"x\"\nnonsense\n").empty());
}

TEST_CASE("of an open list other values pass with a note, once each; of a list that a guide closes they do not") {
    const Segments order{beginning, "REF*Q9*1", "REF*Q9*2", "REF*Q8*3", line};
    const Decoded open = decode_order(order);
    CHECK(codes(open.findings) == Codes{"x12.code-not-in-list", "x12.code-not-in-list"});
    CHECK(open.findings[0].severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(open.findings[0].standard_code.empty());
    CHECK(open.findings[0].text ==
          "REF01 is 'Q9', which is not in our list of codes for data element 128; it is let through");
    CHECK(open.findings[1].value == "Q8");
    CHECK(decode_order(order, "850", x12::all_levels & ~std::uint32_t{x12::codes}).findings.empty());
    CHECK(Guided("codes REF01 closed DP IA", "850").found({beginning, "REF*IA*1", "REF*DP*2", line}).empty());
    CHECK(Guided("codes REF01 closed DP IA").found({beginning, "REF*VN*1", line}) == Codes{"x12.guide-bad-code"});
}

TEST_CASE("a set that stands in several functional groups is at home in each") {
    const fs::path folder = fs::temp_directory_path() / "crossdock-x12-groups";
    fs::create_directories(folder / "x12/004010");
    std::ofstream(folder / "x12/004010/own.dict")
        << "crossdock-dictionary 1\ntransaction 832 SC,IB \"Price catalog\"\nST! 1\nBEG! 1\nSE! 1\nend\n";
    const x12::Catalog catalog =
        x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries", folder});
    fs::remove_all(folder);
    CHECK(catalog.find("x12/004010/832")->functional_ids == Codes{"SC", "IB"});
    CHECK(catalog.knows_functional_id("004010", "SC"));
    const x12::X12Envelopes envelopes(catalog);
    const auto found_in = [&](const std::string& group) {
        return codes(
            edi_test::split(x12::dialect, envelopes, interchange({transaction({beginning}, "832")}, group), 0, 1 << 20)
                .findings);
    };
    CHECK(found_in("SC").empty());
    CHECK(found_in("IB").empty());
    CHECK(found_in("PO") == Codes{"x12.transaction-set-mismatch"});
}
