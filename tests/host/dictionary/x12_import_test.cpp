// Table files of X12 become dictionaries, and damage in them is named.
#include "tests/host/dictionary/imported.hpp"

using namespace crossdock;
using namespace crossdock::dictionary;
using Catch::Contains;

TEST_CASE("tables become files of elements, composites, segments and transaction sets") {
    const Imported made = imported(tables(), "004010");
    CHECK(made.files.at("901.dict") ==
          "transaction 901 ZZ \"Invented Set\"\n  ST! 1\n  ZA! 1\n  loop ZB 200\n    ZB! 1\n    ZC *\n  end\n"
          "  loop! ZA *\n    ZA! 1\n    loop ZB 5\n      ZB! 1\n      ZC 1\n    end\n    ZC 3\n  end\n  SE! 1\nend\n");
    CHECK(made.files.at("902.dict") == "transaction 902 ZY \"Small Set\"\n  ST! 1\n  ZC 1\n  SE! 1\nend\n");
    CHECK(
        made.files.at("segments.dict") ==
        "segment SE \"Set Trailer\" 96! 329!\nsegment ST \"Set Header\" 143! 329!\nsegment ZA \"First\" 901! 902 903\n"
        "note ZA P0203\nsegment ZB \"Second\" C990*5 901*10000\nsegment ZC \"Third\" 904!\n");
    CHECK(made.files.at("composites.dict") == "composite C990 \"Measured Kind\" 901! 902\nnote C990 C0201\n");
    CHECK(made.files.at("elements.dict") ==
          "element 143 ID 3..3 \"Set\"\nelement 329 AN 4..9 \"Control Number\"\n"
          "element 901 ID 2..2 \"Kind\" open AA B2\nelement 902 N2 1..15 \"Amount, 'net'\"\n"
          "element 903 AN 3..5 \"Packaging\" open BOX BOX25\nelement 904 AN 1..* \"Picture\"\n"
          "element 96 N0 1..10 \"Count\"\n");
    CHECK(made.files.at("codes.dict") ==
          "names 901 AA \"The first kind, whose meaning goes on\" B2 \"The second\"\n"
          "names 903 BOX \"Box\" BOX25 \"Box, Paper\"\n");
    REQUIRE(made.passed_over.size() == 1);
    CHECK(made.passed_over[0].file == "SETHEAD.TXT");
    CHECK(made.passed_over[0].line == 3);
    CHECK_THAT(made.passed_over[0].text, Contains("901-A1 is no set of the standard"));
    CHECK_FALSE(made.passed_over[0].damage);
}

TEST_CASE("only the sets that are asked for are kept, and what they use") {
    const Imported made = imported(tables(), "004010", {"902"});
    CHECK(made.files.count("901.dict") == 0);
    CHECK(made.files.at("elements.dict") ==
          "element 143 ID 3..3 \"Set\"\nelement 329 AN 4..9 \"Control Number\"\nelement 904 AN 1..* \"Picture\"\n"
          "element 96 N0 1..10 \"Count\"\n");
    CHECK_THAT(failure(tables(), "004010", {"850"}), Contains("there is no 850 in these tables"));
}

TEST_CASE("the release is said by the folder, or has to be told") {
    const Folder folder(tables(), "ASC X12 005010 tables");
    CHECK(read_tables({folder.path(), "", {}}).value().dictionary.release == "005010");
    CHECK(read_tables({folder.path(), "004010", {}}).value().dictionary.release == "004010");
    CHECK_THAT(failure(tables()), Contains("--release 004010 says it") && Contains("(dictionary.no-release)"));
    CHECK_THAT(failure(tables(), "4010"), Contains("'4010' is no release: 004010 would be right"));
    CHECK_THAT(failure(later_directory(), "D.96A"), Contains("these are tables of D.20A, not of D.96A"));
}

TEST_CASE("files of another case, without the tables that a release may lack, are read") {
    Files files;
    for (const auto& [name, text] : tables()) {
        std::string lower = name;
        for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        files["data/" + lower] = text;
    }
    CHECK(imported(files, "004010").files.size() == 6);
    files.erase("data/freeform.txt");
    const Imported made = imported(files, "004010");
    CHECK_THAT(made.passed_over.at(0).text, Contains("no code lists and no relational notes"));
}

TEST_CASE("damage in tables that all sets share stops the import with file and line") {
    const struct {
        const char* file;
        const char* from;
        const char* to;
        const char* complaint;
    } damages[] = {
        {"ELEDETL.TXT", "\"329\",\"AN\"", "\"329\",\"XX\"", "ELEDETL.TXT:2: 'XX' is no data type: AN, ID, R, N"},
        {"ELEDETL.TXT", "\"4\",\"9\"", "\"9\",\"4\"", "ELEDETL.TXT:2: '9' to '4' are no lengths"},
        {"ELEDETL.TXT", "\"4\",\"9\"", "\"4\"", "ELEDETL.TXT:2: 3 values; 4 would be right"},
        {"ELEDETL.TXT", "\"329\",", "\"330\",", "element 330 is not in ELEHEAD.TXT"},
        {"ELEDETL.TXT", "\"329\",\"AN\"", "\"143\",\"AN\"", "element 143 stands here for the second time"},
        {"ELEHEAD.TXT", "\"329\",\"Control Number\"", "\"329\",\"Control Number", "ELEHEAD.TXT:2: this is no record"},
        {"ELEHEAD.TXT", "\"329\",", "\"143\",", "143 stands here for the second time"},
        {"COMDETL.TXT", "\"C990\",\"02\",\"902\"", "\"C990\",\"02\",\"999\"",
         "C990 uses element 999, which no table describes"},
        {"SEGDETL.TXT", "\"ZA\",\"02\"", "\"ZA\",\"03\"", "SEGDETL.TXT:6: position '03' of ZA: 02 would be right here"},
        {"SEGDETL.TXT", "\"902\",\"C\"", "\"902\",\"Q\"", "'Q' is no requirement: M, O, C or X would be right"},
        {"SEGDETL.TXT", "\"C990\",\"O\",\"5\"", "\"C990\",\"O\",\"five\"", "'five' is no repetition count"},
        {"SEGDETL.TXT", "\"ZC\",\"01\"", "\"ZD\",\"01\"", "ZD is not in its head file"},
        {"SEGHEAD.TXT", "\"ZC\",\"Third\"", "\"ZC\",\"Third\"\r\n\"ZD\",\"Fourth\"",
         "ZD of SEGHEAD.TXT has no elements"},
        {"SETHEAD.TXT", "\"902\",\"Small", "\"901\",\"Small", "set 901 stands here for the second time"},
        {"SETDETL.TXT", "\"902\",\"1\",\"010\"", "\"903\",\"1\",\"010\"",
         "SETDETL.TXT:10: set 903 is not in SETHEAD.TXT"},
        {"FREEFORM.TXT", "*SETPUR\r\n", "", "text that belongs to nothing"},
        {"FREEFORM.TXT", "901, ,B2,1", "901,B2", "the key of a code is element, part, value, paragraph"},
        {"FREEFORM.TXT", "ZA,02,N,1", "ZA,02", "the key of a note is segment, position, kind, paragraph"},
    };
    for (const auto& damage : damages) {
        INFO(damage.file << ": " << damage.from << " -> " << damage.to);
        CHECK_THAT(failure(with(tables(), damage.file, damage.from, damage.to), "004010"),
                   Contains(damage.file) && Contains(damage.complaint) && Contains("(dictionary.bad-source)"));
    }
}

TEST_CASE("a set that is not understood is passed over with its line, and an error when it was asked for") {
    const struct {
        const char* from;
        const char* to;
        std::size_t line;
        const char* complaint;
    } damages[] = {
        {"\"ZA\",\"M\",\"1\",\"0\"", "\"ZX\",\"M\",\"1\",\"0\"", 2, "segment ZX, which the tables do not describe"},
        {"\"ZB\",\"O\",\"1\",\"1\",\"200\",\"ZB\"", "\"ZB\",\"O\",\"1\",\"2\",\"200\",\"ZB\"", 3,
         "loop ZB of level 2, but 0 loop(s) are open here"},
        {"\"ZB\",\"O\",\"1\",\"1\",\"200\",\"ZB\"", "\"ZB\",\"O\",\"1\",\"1\",\"0\",\"ZB\"", 3,
         "'0' is no maximum of a loop"},
        {"\"ZB\",\"O\",\"1\",\"1\",\"200\",\"ZB\"", "\"ZB\",\"O\",\"1\",\"1\",\"200\",\"0\"", 3,
         "'0' is no name of a loop"},
        {"\"ZC\",\"O\",\">1\"", "\"ZC\",\"O\",\"many\"", 4, "'many' is no maximum"},
        {"\"ZC\",\"O\",\">1\"", "\"ZC\",\"Z\",\">1\"", 4, "'Z' is no requirement"},
        {"\"ZC\",\"O\",\"1\",\"2\"", "\"ZC\",\"O\",\"1\",\"3\"", 7, "loop level 3, but 2 loop(s) are open here"},
        {"\"901\",\"3\",\"010\"", "\"901\",\"1\",\"010\"", 9, "area 1 after area 2"},
        {"\"901\",\"1\",\"010\",\"ST\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n", "", 1,
         "it does not begin with a mandatory ST"},
    };
    for (const auto& damage : damages) {
        INFO(damage.from << " -> " << damage.to);
        const Files files = with(tables(), "SETDETL.TXT", damage.from, damage.to);
        const Imported made = imported(files, "004010");
        CHECK(made.files.count("901.dict") == 0);
        CHECK(made.files.count("902.dict") == 1);
        REQUIRE(made.passed_over.size() == 2);
        CHECK(made.passed_over[1].damage);
        CHECK(made.passed_over[1].line == damage.line);
        CHECK_THAT(made.passed_over[1].text, Contains("set 901: ") && Contains(damage.complaint));
        CHECK_THAT(failure(files, "004010", {"901"}), Contains(damage.complaint));
        CHECK(imported(files, "004010", {"902"}).passed_over.size() == 1);
    }
}

TEST_CASE("codes and notes of nothing are passed over, and a note that is prose too") {
    CHECK_THAT(imported(with(tables(), "FREEFORM.TXT", "901, ,B2,1", "999, ,B2,1"), "004010").passed_over.at(0).text,
               Contains("a code of element 999, which is not in the tables"));
    for (const char* note : {"P0209", "P02", "Q0203", "If 02 then 03", "P02031"})
        CHECK_THAT(imported(with(tables(), "FREEFORM.TXT", "P0203", note), "004010").passed_over.at(0).text,
                   Contains("a note of ZA that is no relational note"));
}

TEST_CASE("a folder that holds no whole tables is told what is missing") {
    Files files = tables();
    files.erase("SEGDETL.TXT");
    CHECK_THAT(failure(files, "004010"), Contains("SEGDETL.TXT is missing") && Contains("(dictionary.no-source)"));
    CHECK_THAT(failure({{"README", "hello"}}), Contains("no tables in"));
    CHECK_THAT(
        failure({{"EDSD.96A", ""}, {"EDCD.ZIP", ""}}),
        Contains("EDED (data elements), EDCD (composites), messages (ORDERS_D.96A, …) are missing; EDCD.ZIP must be "
                 "unpacked first"));
    CHECK_THAT(failure({{"EDSD.96A", ""}, {"EDCD.97A", ""}}),
               Contains("EDSD.96A is of directory 96A, and others are of 97A"));
    CHECK_THAT(failure({{"a/EDSD.96A", ""}, {"b/EDSD.96A", ""}}), Contains("there are a/EDSD.96A and b/EDSD.96A"));
    Files both = tables();
    both["EDSD.96A"] = "";
    CHECK_THAT(failure(both, "004010"), Contains("there are tables of X12 (COMDETL.TXT) and of EDIFACT (EDSD.96A)"));
    both = tables();
    both["copy/SETHEAD.TXT"] = "";
    CHECK_THAT(failure(both, "004010"), Contains("name a folder that holds the tables once"));
    CHECK_THAT(describe(read_tables({"/nowhere/at/all", "", {}}).error()), Contains("/nowhere/at/all is no folder"));
}

TEST_CASE("what an implementation guide says is named as passed over") {
    Files files = tables();
    files["CONDETL.TXT"] = "\"A\",\"901\"\r\n";
    const Imported made = imported(files, "004010");
    CHECK(made.passed_over.back().file == "CONDETL.TXT");
    CHECK_FALSE(made.passed_over.back().damage);
}
