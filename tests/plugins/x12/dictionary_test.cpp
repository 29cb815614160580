// Dictionaries: what ships, how files are read, and what their errors say.
#include "plugins/edi/dictionary_compiler.hpp"
#include "plugins/edi/type_description.hpp"
#include "plugins/edi/value_check.hpp"
#include "tests/plugins/edi/findings_page.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace fs = std::filesystem;

namespace {

const std::string head = "crossdock-dictionary 1\n";
const std::string parts =
    "element 1 AN 1..5 \"One\"\nelement 2 R 1..9 \"Two\" # comment\ncomposite C1 \"Pair\" 1! 2\nnote C1 P0102\n"
    "segment ST \"Start\" 1! 1!\nsegment SE \"End\" 1! 1!\nsegment AB \"Both\" 1! ( 2 C1 )*2 1*3\nnote AB R0203 "
    "E0304\n";
const std::string set = "transaction 100 XX \"Hundred\"\nST! 1\nloop AB *\nAB! 1\nend\nSE! 1\nend\n";

// The error that reading and compiling these statements makes; empty when there is none.
std::string error_of(const std::string& text) {
    try {
        x12::ReleaseSource source;
        source.dialect = &x12::dialect;
        source.id = "004010";
        x12::read_dictionary(text, "a.dict", source);
        const auto release = x12::compile_release(source);
        for (const auto& [id, transaction] : source.transactions)
            static_cast<void>(x12::compile_transaction(transaction, *release, 1));
    } catch (const crossdock::sdk::Failure& failure) {
        CHECK(failure.code() == "x12.bad-dictionary");
        return failure.what();
    }
    return "";
}

// A folder that is removed at the end of the test.
class Folder {
public:
    explicit Folder(const std::string& name) : path_(fs::temp_directory_path() / ("crossdock-x12-" + name)) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }
    void write(const std::string& file, const std::string& text) const {
        fs::create_directories((path_ / file).parent_path());
        std::ofstream(path_ / file) << text;
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

TEST_CASE("the releases 004010 and 005010 ship with the sets of distribution; 999 in 005010 only") {
    std::vector<std::string> types;
    for (const auto& [type, transaction] : catalog().transactions())
        types.push_back(type + " " + transaction->functional_ids.at(0));
    std::vector<std::string> expected;
    for (const std::string release : {"x12/004010/", "x12/005010/"}) {
        for (const std::string sold : {"810 IN", "820 RA", "824 AG", "846 IB", "850 PO", "855 PR", "856 SH", "860 PC",
                                       "940 OW", "945 SW", "997 FA"})
            expected.push_back(release + sold);
    }
    expected.push_back("x12/005010/999 FA");
    expected.push_back("x12/interchange/TA1 TA");
    CHECK(types == expected);
    CHECK(catalog().knows_release("004010"));
    CHECK(catalog().knows_release("005010"));
    CHECK_FALSE(catalog().knows_release("003040"));
    CHECK(catalog().knows_functional_id("004010", "PO"));
    CHECK_FALSE(catalog().knows_functional_id("004010", "SM"));
    CHECK(catalog().find("x12/004010/999") == nullptr);
}

TEST_CASE("statements are read: groups of elements, repetition, notes, comments") {
    x12::ReleaseSource source;
    source.dialect = &x12::dialect;
    x12::read_dictionary(head + parts + set, "a.dict", source);
    const auto release = x12::compile_release(source);
    const x12::Shape& both = release->segments[release->tags->find("AB")];
    REQUIRE(both.use_count == 6);
    CHECK(both.required == 1);
    CHECK(release->uses_of(both)[1].type == x12::DataType::decimal);
    CHECK(release->uses_of(both)[2].composite == 0);
    CHECK(release->uses_of(both)[5].repeat == 3);
    REQUIRE(both.note_count == 2);
    CHECK(release->notes_of(both)[1].kind == 'E');
    CHECK(release->notes_of(both)[1].all == 0b1100);
    CHECK(release->tags->find("ABC") == x12::none);
    CHECK(release->tags->find("A") == x12::none);
    CHECK(release->tags->find("ABCD") == x12::none);
}

TEST_CASE("an element without a greatest length may be as long as it likes") {
    x12::ReleaseSource source;
    source.dialect = &x12::dialect;
    x12::read_dictionary(head + "element 7 AN 2..* \"Any\"\nsegment AB \"Both\" 7!\n", "a.dict", source);
    const auto release = x12::compile_release(source);
    const x12::Use& use = release->uses_of(release->segments[0])[0];
    CHECK(x12::check_value(use, std::string(100'000, 'A'), false) == nullptr);
    CHECK(x12::check_value(use, "A", false) == &x12::rules::element_too_short);
    CHECK(x12::expected(use) == "2 or more characters");
    CHECK(error_of(head + "element 7 AN 1..20000 \"Long\"").find("out of range") != std::string::npos);
}

TEST_CASE("an error in a dictionary names the file, the line and what would be right") {
    CHECK(error_of(head + parts + set).empty());
    CHECK(error_of("") == "a.dict:0: the file is empty; its first statement must be `crossdock-dictionary 1`");
    CHECK(error_of("element 1 AN 1..5 \"One\"") == "a.dict:1: the first statement must be `crossdock-dictionary 1`");
    CHECK(error_of(head + "\nelement 1 XX 1..5 \"One\"") ==
          "a.dict:3: unknown data type `XX`: AN, ID, R, N0 to N9, DT or TM is right");
    CHECK(error_of(head + "element 1 AN 5..1 \"One\"") == "a.dict:2: the minimal length is above the maximal length");
    CHECK(error_of(head + "element 1 AN 1..x \"One\"") == "a.dict:2: `x` is not a number");
    CHECK(error_of(head + "element 1 AN 1..5 \"One") == "a.dict:2: a quoted name has no closing quote");
    CHECK(error_of(head + "element 1 ID 1..5 \"One\" closed") == "a.dict:2: the code list is empty");
    CHECK(error_of(head + "thing 1") == "a.dict:2: unknown statement `thing`");
    CHECK(error_of(head + "segment AB \"Both\" 7").find("a.dict:2: AB uses element 7, which is not defined") == 0);
    CHECK(error_of(head + "segment AB \"Both\" ( 7").find("a.dict:2: a group is not closed") == 0);
    CHECK(error_of(head + parts + "note AB Q0102") ==
          "a.dict:8: `Q0102` is no relational note: a letter of PRECL and two or more positions are right");
    CHECK(error_of(head + parts + "note AB P0109") == "a.dict:8: note P0109 names position 9, but there are 6");
    CHECK(error_of(head + parts + "transaction 100 XX \"Hundred\"\nST! 1\n") ==
          "a.dict:11: the file ends inside a block: an `end` is missing");
    CHECK(error_of(head + parts + "transaction 100 XX \"Hundred\"\nST! 1\nQQ 1\nSE! 1\nend\n") ==
          "a.dict:12: segment QQ is not defined");
    CHECK(error_of(head + parts + "transaction 100 XX \"Hundred\"\nST! 1\nloop AB 1\nSE! 1\nend\nSE! 1\nend\n") ==
          "a.dict:12: loop AB must begin with segment AB");
    CHECK(error_of(head + parts + set + "count AB0 AB\n") == "a.dict:17: `AB0` is no element");
}

TEST_CASE("a later folder adds to and replaces what an earlier one defines") {
    const Folder own("own");
    own.write("x12/004010/extra.dict", head +
                                           "element 324 AN 1..9 \"Our order number\"\nsegment ZZ1 \"Ours\" 324!\n"
                                           "transaction 999 ZZ \"Ours\"\nST! 1\nZZ1! 1\nSE! 1\nend\n");
    const x12::Catalog both =
        x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries", own.path()});
    CHECK(both.find("x12/004010/999") != nullptr);
    const x12::Release& release = *both.find("x12/004010/850")->release;
    const x12::Shape& beg = release.segments[release.tags->find("BEG")];
    CHECK(release.uses_of(beg)[2].max == 9);
}

TEST_CASE("codes are named in a release, or for all of them in a file beside the releases") {
    const Folder own("names");
    own.write("x12/004010/a.dict", head + parts + set + "names 2 OF \"Of the release\"\n");
    own.write("x12/005010/a.dict", head + "element 7 AN 1..5 \"Seven\"\n");
    own.write("x12/codes.dict", head + "names 2 OA \"Of all\" OF \"Of all, too\"\nnames 999999 X \"Nowhere\"\n");
    const x12::Catalog named = x12::Catalog::load(x12::dialect, {own.path()});
    const std::string type = x12::describe(*named.find("x12/004010/100"));
    CHECK(type.find("\"x-code-list\":\"2\"") != std::string::npos);
    CHECK(type.find(",\"x-code-names\":{\"2\":{\"OA\":\"Of all\",\"OF\":\"Of all, too\"}}}") != std::string::npos);
}

TEST_CASE("a mistake in the names of codes is told with its place") {
    CHECK(error_of(head + "names 353 00") == "a.dict:2: this line should read `names ELEMENT CODE \"Name\"…`");
    CHECK(error_of(head + "names 353 00 \"Original\" 05") ==
          "a.dict:2: a code has no name: after the element, codes and names take turns");
    CHECK(error_of(head + parts + set + "names 77 00 \"Original\"\n") ==
          "a.dict:17: `names` of element 77, which is not defined");
    x12::ReleaseSource source;
    source.dialect = &x12::dialect;
    CHECK_THROWS_WITH(x12::read_code_names(head + "element 1 AN 1..5 \"One\"", "codes.dict", source),
                      Catch::Contains("codes.dict:2: `element` belongs into the folder of a release"));
}

TEST_CASE("names that ship are of codes that some release lists") {
    for (const auto& [type, transaction] : catalog().transactions())
        for (const x12::Element& element : transaction->release->elements)
            for (const auto& [code, name] : element.code_names) {
                CAPTURE(type, element.id, code);
                CHECK(!name.empty());
                CHECK(name.size() <= 60);
                CHECK(code.size() <= element.max);
            }
    const auto& elements = catalog().find("x12/004010/850")->release->elements;
    const auto purpose =
        std::find_if(elements.begin(), elements.end(), [](const x12::Element& each) { return each.id == "353"; });
    REQUIRE(purpose != elements.end());
    CHECK(purpose->code_names.at("00") == "Original");
}

TEST_CASE("without dictionaries the adapter says where it looked") {
    const Folder empty("empty");
    CHECK_THROWS_WITH(x12::Catalog::load(x12::dialect, {empty.path()}),
                      Catch::Contains("no transaction set is described by a .dict file in") &&
                          Catch::Contains("crossdock-x12-empty"));
}

TEST_CASE("dictionaries are looked for beside the plugin, then where they are built and installed") {
    const Folder plugin("plugin");
    const fs::path beside = plugin.path() / "lib/crossdock/plugins";
    fs::create_directories(beside);
    CHECK(x12::dictionary_folders({}, beside).empty());
    const fs::path installed = plugin.path() / "share/crossdock/mappings/dictionaries";
    fs::create_directories(installed);
    CHECK(fs::equivalent(x12::dictionary_folders({}, beside).at(0), installed));
    const fs::path built = beside.parent_path() / "mappings/dictionaries";
    fs::create_directories(built);
    CHECK(fs::equivalent(x12::dictionary_folders({}, beside).at(0), built));
    fs::create_directories(beside / "dictionaries");
    CHECK(fs::equivalent(x12::dictionary_folders({}, beside).at(0), beside / "dictionaries"));
    CHECK(x12::dictionary_folders({"/a", "/b"}, beside) == std::vector<fs::path>{"/a", "/b"});
}

TEST_CASE("the reference page lists every finding with its severity and code, and no other") {
    std::vector<x12::Rule> rules = rules_of_x12();
    rules.insert(rules.end(), x12::rules::of_guides.begin(), x12::rules::of_guides.end());
    check_findings_page("x12-findings.md", x12::dialect, rules, {"TA105", "AK905", "AK502", "AK304", "AK403"});
}

TEST_CASE("every name that can stand on a tape is in the description of its type") {
    for (const auto& [type, transaction] : catalog().transactions()) {
        const std::string description = x12::describe(*transaction);
        for (std::size_t name = 1; name < transaction->names.size(); ++name) {
            CAPTURE(type, transaction->names[name]);
            REQUIRE(description.find("\"" + transaction->names[name] + "\":") != std::string::npos);
        }
    }
    const std::string order_type = x12::describe(*catalog().find("x12/004010/850"));
    CHECK(order_type.find(
              "\"BEG03\":{\"title\":\"Purchase order number\",\"type\":\"string\",\"minLength\":1,\"maxLength\":22,"
              "\"x-trace\":\"order-number\"}") != std::string::npos);
    CHECK(order_type.find(
              "\"PID01\":{\"title\":\"Kind of item description\",\"type\":\"string\",\"minLength\":1,\"maxLength\":1,"
              "\"enum\":[\"F\",\"S\",\"X\"],\"x-code-list\":\"349\"}") != std::string::npos);
    CHECK(order_type.find("\"349\":{\"F\":\"Free text\",\"S\":\"Coded\",") != std::string::npos);
    CHECK(order_type.find("\"PO1-loop\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"x-kind\":\"group\"") !=
          std::string::npos);
    CHECK(order_type.find("\"required\":[\"ST\",\"BEG\",\"PO1-loop\",\"SE\"]") != std::string::npos);
}
