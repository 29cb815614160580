// Directories of UN/EDIFACT become dictionaries, and damage in them is named.
#include "tests/host/dictionary/imported.hpp"

using namespace crossdock;
using namespace crossdock::dictionary;
using Catch::Contains;

TEST_CASE("a directory becomes files of elements, composites, segments and messages") {
    const Imported made = imported(later_directory());
    CHECK(made.dictionary.release == "D.20A");
    for (const PassedOver& each : made.passed_over) CHECK(each.text == "");
    CHECK(made.files.at("ZTESTA.dict") ==
          "message ZTESTA \"Invented test message\"\n  UNH! 1\n  ZHD! 1\n  loop ZPT 9 SG1\n    ZPT! 1\n"
          "    loop ZRM 2 SG2\n      ZRM! 1\n      ZQT 5\n    end\n  end\n  loop! ZQT 9999 SG3\n    ZQT! 1\n  end\n"
          "  UNT! 1\nend\n");
    CHECK(made.files.count("ZTESTB.dict") == 1);
    CHECK_THAT(made.files.at("segments.dict"),
               Contains("segment ZHD \"HEAD OF THE TEST\" C901! 9903 ( 9904 )*3 9902\nnote ZHD R0203 E0203 C0603\n"
                        "segment ZPT \"PARTY\" 9904!\nsegment ZQT \"QUANTITY\" C902!\nsegment ZRM \"REMARK\" 9904! "
                        "9904\n"));
    CHECK_THAT(made.files.at("composites.dict"),
               Contains("composite C901 \"KIND OF TEST\" 9901! 9902\ncomposite C902 \"QUANTITY\" 9903! 9905 9902\n"
                        "note C902 C0201 E0302 E0301\n"));
    CHECK_THAT(made.files.at("elements.dict"),
               Contains("element 9901 AN 1..3 \"Kind of test code\" open 1 22 ABC\n"
                        "element 9902 AN 1..35 \"Kind of test\"\nelement 9903 N 1..6 \"Number\"\n"
                        "element 9904 AN 1..512 \"Remark whose name is too long for the line of a directory\"\n"
                        "element 9905 A 3..3 \"Measure\" open KGM\n"));
    CHECK(made.files.at("codes.dict") ==
          "names 9901 1 \"Short test\" 22 \"Test with a title that goes on\" ABC \"Last\"\nnames 9905 KGM "
          "\"Kilogram\"\n");
}

TEST_CASE("the syntax's own segments come with a directory, whatever it says of them") {
    const Imported later = imported(later_directory());
    CHECK_THAT(later.files.at("segments.dict"),
               Contains("segment UNH \"Header\" 0062! S009! 0068 S010 S016 S017 S018\n"));
    CHECK_THAT(later.files.at("elements.dict"), Contains("element 0074 N 1..10 "));
    const Imported earlier = imported(earlier_directory());
    CHECK_THAT(earlier.files.at("segments.dict"), Contains("segment UNH \"Header\" 0062! S009! 0068 S010\n"));
    CHECK_THAT(earlier.files.at("elements.dict"), Contains("element 0074 N 1..6 "));
    CHECK(earlier.files.at("segments.dict").find("UNS") == std::string::npos);  // its message has none
}

TEST_CASE("a directory of the earlier layout is read, drawn as it is") {
    const Imported made = imported(earlier_directory());
    CHECK(made.dictionary.release == "D.95B");
    for (const PassedOver& each : made.passed_over) CHECK(each.text == "");
    CHECK(made.files.at("ZTESTC.dict") ==
          "message ZTESTC \"Old test message\"\n  UNH! 1\n  loop ZHD 9 SG1\n    ZHD! 1\n  end\n  UNT! 1\nend\n");
    CHECK_THAT(made.files.at("segments.dict"), Contains("segment ZHD \"HEAD OF THE TEST\" C901 9903!\n"));
    CHECK_THAT(made.files.at("composites.dict"), Contains("composite C901 \"KIND OF TEST\" 9901! 9903\n"));
    CHECK_THAT(made.files.at("elements.dict"),
               Contains("element 9901 AN 1..3 \"Kind of test, coded\" open 1 XX\nelement 9903 N 6..6 \"Number\"\n"));
    CHECK_THAT(made.files.at("codes.dict"), Contains("XX \"Other test\""));
}

TEST_CASE("only the messages that are asked for are kept, and what they use") {
    const Imported made = imported(later_directory(), "", {"ZTESTB"});
    CHECK(made.files.count("ZTESTA.dict") == 0);
    CHECK(made.files.at("segments.dict").find("ZUN") == std::string::npos);
    CHECK_THAT(failure(later_directory(), "", {"ZTESTX"}), Contains("there is no ZTESTX in these tables"));
}

TEST_CASE("a message that is not understood is passed over with its place, and an error when it was asked for") {
    const struct {
        const char* from;
        const char* to;
        const char* complaint;
    } damages[] = {
        {"C   5----------++", "C   5----------+|", ""},  // group 1 ends at no place then: told at group 3
        {"M   1          ||", "M   1           |", "ZRM is drawn with '|', but 2 group(s) are open around it"},
        {"C   2----------+|", "C   2----------+", "SG2 is drawn with '+', but 1 group(s) are open around it: '+|'"},
        {"0060   ZRM Remark                                    M",
         "0060   ZRM Remark                                    C", "ZRM begins SG2 and is not `M   1`"},
        {"0090   ZQT", "0090   ZXX", "segment ZXX, which the directory does not describe"},
        {"C   5----------++", "C    ----------++", "this row has no status and maximum"},
        {"0100   UNT Message trailer", "0100       Message trailer", "this row has no status"},
        {"0010   UNH", "0010   ZQT", "the table ends with UNT but does not begin with UNH"},
        {"Pos    Tag Name ", "Pos    Name Tag ", "no segment table in it"},
        {"C   9-----------+", "C   0-----------+", "this row has no status and maximum"},
    };
    for (const auto& damage : damages) {
        INFO(damage.from << " -> " << damage.to);
        const Files files = with(later_directory(), "edmd/ZTESTB_D.20A", damage.from, damage.to);
        const Imported made = imported(files);
        CHECK(made.files.count("ZTESTA.dict") == 1);
        CHECK(made.files.count("ZTESTB.dict") == 0);
        REQUIRE(made.passed_over.size() == 1);
        CHECK(made.passed_over[0].damage);
        CHECK(made.passed_over[0].file == "edmd/ZTESTB_D.20A");
        CHECK_THAT(made.passed_over[0].text, Contains(std::string("message ZTESTB: ")) && Contains(damage.complaint));
        CHECK_THAT(failure(files, "", {"ZTESTB"}), Contains("ZTESTB_D.20A") && Contains(damage.complaint));
        CHECK(imported(files, "", {"ZTESTA"}).passed_over.empty());
    }
    const Imported ended =
        imported(with(later_directory(), "edmd/ZTESTB_D.20A",
                      "0100   UNT Message trailer                           M   1", "the end of the file"));
    CHECK_THAT(ended.passed_over.at(0).text, Contains("the segment table does not end with UNT"));
    const Imported other = imported(with(later_directory(), "edmd/ZTESTB_D.20A", ": 20A", ": 19B"));
    CHECK_THAT(other.passed_over.at(0).text, Contains("message ZTESTB: it is of D.19B, not of D.20A"));
    const Imported interactive = imported(with(later_directory(), "edmd/ZTESTB_D.20A", "0010   UNH", "0010   UIH"));
    CHECK_THAT(interactive.passed_over.at(0).text, Contains("message ZTESTB: it is interactive"));
    CHECK_FALSE(interactive.passed_over.at(0).damage);
}

TEST_CASE("damage in what all messages share stops the import with file and line") {
    const struct {
        const char* file;
        const char* from;
        const char* to;
        const char* complaint;
    } damages[] = {
        {"EDED.20A", "Repr: an..3\n", "Repr: xx..3\n",
         "EDED.20A:9: 'xx..3' is no representation: an..35 or n6 would be right"},
        {"EDED.20A", "     Repr: n..6\n", "", "element 9903 has no line `Repr: an..35`"},
        {"EDED.20A", "     9903  ", "     9902  ", "element 9902 stands here for the second time"},
        {"EDCD.20A", "M      an..3\n", "       an..3\n", "EDCD.20A:9: the row of 9901 has no M or C"},
        {"EDCD.20A", "010    9903", "010    9999", "9999 is used here and described nowhere in the directory"},
        {"EDCD.20A", "020    9905", "010    9905", "position 010 after position 010"},
        {"EDCD.20A", "*      C902 QUANTITY", "*      C901 QUANTITY", "C901 stands here for the second time"},
        {"EDCD.20A", "*      C902 QUANTITY", "*      QUANTITY", "rows of no composite"},
        {"EDSD.20A", "010    C901", "010    C909", "EDSD.20A:9: C909 is used here and described nowhere"},
        {"EDSD.20A", "010    C901", "010    CX01", "this row names no element"},
        {"EDSD.20A", "M    2 an..512", "M    2", "the row of 9904 has no representation such as an..35"},
        {"EDSD.20A", "M    2 an..512", "M    0 an..512", "the row of 9904 has no M or C"},
    };
    for (const auto& damage : damages) {
        INFO(damage.file << ": " << damage.from << " -> " << damage.to);
        CHECK_THAT(failure(with(later_directory(), damage.file, damage.from, damage.to)),
                   Contains(damage.file) && Contains(damage.complaint) && Contains("(dictionary.bad-source)"));
    }
    Files empty = later_directory();
    empty["EDSD.20A"] = "nothing\n";
    CHECK_THAT(failure(empty), Contains("EDSD.20A: no segment in it"));
}

TEST_CASE("what a directory says twice and differently, or of nothing, is told") {
    const Imported other = imported(with(later_directory(), "EDSD.20A", "M    2 an..512", "M    2 an..70"));
    REQUIRE(other.passed_over.size() == 1);
    CHECK_THAT(other.passed_over[0].text, Contains("element 9904 has another representation here"));
    CHECK_FALSE(other.passed_over[0].damage);
    const Imported note = imported(with(later_directory(), "EDSD.20A", "D5(040,030)", "D5(040,070)"));
    REQUIRE(note.passed_over.size() == 1);
    CHECK_THAT(note.passed_over[0].text, Contains("a dependency note of ZHD whose positions are not its own"));
    const Imported value =
        imported(with(later_directory(), "UNCL.20A", "     1     Short test", "     one   Short test"));
    CHECK_THAT(value.passed_over.at(0).text, Contains("no value of a code list"));
    Files without = later_directory();
    without.erase("UNCL.20A");
    const Imported lists = imported(without);
    CHECK_THAT(lists.passed_over.at(0).text, Contains("elements have no code lists"));
    CHECK(lists.files.count("codes.dict") == 0);
}

TEST_CASE("repetitions that are too many for places of their own are one place that repeats") {
    const Imported made = imported(with(later_directory(), "EDSD.20A", "M    2 an..512", "M   99 an..512"));
    CHECK_THAT(made.files.at("segments.dict"), Contains("segment ZRM \"REMARK\" 9904!*99\n"));
    CHECK_THAT(made.passed_over.at(0).text, Contains("ZRM has 99 places with its repetitions"));
}
