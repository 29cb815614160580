#include "tests/host/dictionary/samples.hpp"

#include <atomic>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

namespace crossdock::dictionary {

namespace {

const char* const rule = "----------------------------------------------------------------------\n";

const char* const segment_table =
    "4.3    Message structure\n\n4.3.1  Segment table\n\n"
    "Pos    Tag Name                                      S   R\n\n"
    "            HEADER SECTION\n\n"
    "0010   UNH Message header                            M   1     \n"
    "0020 * ZHD Head of the test                          M   1     \n\n"
    "0030   ---- Segment group 1  ------------------      C   9-----------+\n"
    "0040   ZPT Party of the test with a long             M   1           |\n"
    "                                                                     |\n"
    "0050 + ---- Segment group 2  ------------------      C   2----------+|\n"
    "0060   ZRM Remark                                    M   1          ||\n"
    "0070   ZQT Quantity                                  C   5----------++\n\n"
    "            DETAIL SECTION\n\n"
    "0080   ---- Segment group 3  ------------------      M   9999--------+\n"
    "0090   ZQT Quantity                                  M   1-----------+\n"
    "0100   UNT Message trailer                           M   1     \n\n"
    "Some text after the table   M   1\n";

std::string message(const std::string& type) {
    return "                              UN/EDIFACT\n\n"
           "                UNITED NATIONS STANDARD MESSAGE (UNSM)\n\n"
           "                           Invented test message\n\n\n"
           "                                   Message Type : " +
           type +
           "\n                                   Version      : D\n"
           "                                   Release      : 20A\n"
           "                                   Contr. Agency: UN\n\n" +
           segment_table;
}

// In code page 437: rules, bars and corners drawn.
std::string drawn(std::string text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool open = text.substr(at, 1) == "+" && text.find('\n', at) != std::string::npos;
        if (text[at] == '-')
            text[at] = '\xC4';
        else if (text[at] == '|')
            text[at] = '\xB3';
        else if (open && at > 60 && text[at - 1] == '\xC4')
            text[at] = '\xBF';
    }
    return text;
}

std::string unique() {
    static std::atomic<int> count = 0;
    return std::to_string(std::random_device{}()) + "-" + std::to_string(++count);
}

}  // namespace

Files later_directory() {
    Files files;
    files["EDED.20A"] = std::string("        DATA ELEMENTS\n\n") + rule +
                        "\n     9901  Kind of test code                                       [C]\n\n"
                        "     Desc: Code that says which test it is.\n\n     Repr: an..3\n\n" +
                        rule +
                        "\n+    9902  Kind of test                                            [B]\n\n"
                        "     Desc: What is tested.\n\n     Repr: an..35\n\n     Note: \n"
                        "           1 Only for tests.\n\n" +
                        rule + "\n     9903  Number                                                  [C]\n\n" +
                        "     Desc: A number.\n           D2(010,020) is no note of anything.\n\n     Repr: n..6\n\n" +
                        rule +
                        "\n     9904  Remark whose name is too long for the line of a\n           directory      "
                        "                                        [C]\n\n     Desc: Text.\n\n     Repr: an..512\n\n" +
                        rule + "\n*    9905  Measure                                                 [C]\n\n" +
                        "     Desc: Unit.\n\n     Repr: a3\n\n";
    files["UNCL.20A"] =
        std::string("        CODE LISTS\n\n") + rule +
        "\n     9901  Kind of test code                                       [C]\n\n"
        "     Desc: Code that says which test it is.\n\n     Repr: an..3\n\n     Note: \n"
        "           1 Use one.\n\n"
        "     1     Short test\n              What takes a second.\n\n"
        "+    22    Test with a title that\n           goes on\n              And its meaning, 33 words of it."
        "\n\n"
        "|    ABC   Last\n              Meaning.\n           Note: \n              1 A note of it.\n\n" +
        rule + "\n     9905  Measure                                                 [C]\n\n" +
        "     Desc: Unit.\n\n     Repr: a3\n\n     KGM   Kilogram\n\n";
    files["EDCD.20A"] = std::string("        COMPOSITES\n\n") + rule +
                        "\n       C901 KIND OF TEST\n\n       Desc: Which test it is.\n\n"
                        "010    9901  Kind of test code                         M      an..3\n"
                        "020 |  9902  Kind of test whose name goes on in the\n"
                        "             next line                                 C      an..35\n\n" +
                        rule +
                        "\n*      C902 QUANTITY\n\n       Desc: How many.\n\n"
                        "010    9903  Number                                    M      n..6\n"
                        "020    9905  Measure                                   C      a3\n"
                        "030    9902  Kind of test                              C      an..35\n\n"
                        "       Note: \n            020 D5(020,010) If first, then all\n"
                        "            030 D7(030,020,\n            010) If first, then none of the others\n\n";
    files["EDSD.20A"] = std::string("        SEGMENTS\n\n") + rule +
                        "\n       ZHD  HEAD OF THE TEST\n\n       Function: To begin.\n\n"
                        "010    C901 KIND OF TEST                               M    1\n"
                        "       9901  Kind of test code                         M      an..3\n"
                        "       9902  Kind of test whose name goes on in the\n"
                        "             next line                                 C      an..35\n\n"
                        "020 *  9903 NUMBER OF THE TEST WHOSE NAME GOES ON\n"
                        "            IN THE NEXT LINE                           C    1 n..6\n\n"
                        "030    9904 REMARK                                     C    3 an..512\n\n"
                        "040    9902 KIND                                       C    1 an..35\n\n"
                        "       Dependency note:\n       020  D1(020,030) One and only one\n"
                        "       040  D5(040,030) If first, then all\n\n" +
                        rule +
                        "\n   X   ZPT  PARTY\n\n       Function: To say who.\n\n"
                        "010    9904 REMARK                                     M    1 an..512\n\n" +
                        rule +
                        "\n       ZRM  REMARK\n\n       Function: To say more.\n\n"
                        "010    9904 REMARK                                     M    2 an..512\n\n" +
                        rule +
                        "\n       ZQT  QUANTITY\n\n       Function: To say how many.\n\n"
                        "010    C902 QUANTITY                                   M    1\n"
                        "       9903  Number                                    M      n..6\n\n" +
                        rule +
                        "\n       ZUN  USED BY NO MESSAGE\n\n       Function: To be left out.\n\n"
                        "010    9901 KIND                                       C    1 an..3\n\n" +
                        rule + "\n*      UNT  MESSAGE TRAILER\n\n       Function: Of the syntax.\n\n" +
                        "010    0074 NUMBER OF SEGMENTS IN A MESSAGE            M    1 n..6\n\n";
    files["ZTESTA_D.20A"] =
        with({{"", message("ZTESTA")}}, "", "Party of the test with a long             M   1           |",
             "Party of the test with a long name that               |\n"
             "       goes on                                       M   1           |")[""];
    files["edmd/ZTESTB_D.20A"] = message("ZTESTB");
    return files;
}

Files earlier_directory() {
    Files files;
    files["TRED.95B"] =
        drawn(std::string("DATA ELEMENTS\n\n") + rule +
              "\n   9901  Kind of test, coded                                        [C]\n\n   Desc: Code.\n\n"
              "   Repr: an..3\n\n" +
              rule + "\n + 9903  Number\n\n   Desc: A number.\n\n   Repr: n6\n\n");
    files["UNCL-1.95B"] = drawn(std::string("CODE LISTS\n\n") + rule +
                                "\n  9901  Kind of test, coded                                        [C]\n\n"
                                "  Desc: Code that says which\n        test it is.\n\n  Repr: an..3\n\n"
                                "   1      Short test\n             What takes a second.\n\n"
                                "+  XX     Other\n          test\n             Any other.\n\n");
    files["TRCD.95B"] = drawn(std::string("COMPOSITES\n\n") + rule +
                              "\n       C901  KIND OF TEST\n\n       Desc: Which test.\n\n"
                              "010   9901  KIND OF TEST, CODED                            M  an..3\n"
                              "020 + 9903  NUMBER                                         C  n6\n\n");
    files["TRSD.95B"] = drawn(std::string("SEGMENTS\n\n") + rule +
                              "\n    *  ZHD  HEAD OF THE TEST\n\n       Function: To begin.\n\n"
                              "010   C901  KIND OF TEST                                   C  \n"
                              "      9901   Kind of test, coded                            M  an..3\n"
                              "      9903   Number                                         C  n6\n\n"
                              "020 * 9903  NUMBER                                         M  n6\n\n");
    files["ZTESTC_D.95B"] = drawn(
        "UN/EDIFACT\n\nUNITED NATIONS STANDARD MESSAGE (UNSM)\n\nOld test message\n\n"
        "Message Type : ZTESTC\nVersion      : D\nRelease      : 95B\n\n"
        "4.3.1  Segment table\n\nPos    Tag Name                                      S   R\n\n"
        "0010   UNH Message header                            M   1     \n"
        "0020   ---- Segment group 1  ------------------      C   9-----------+\n"
        "0030   ZHD Head of the test                          M   1-----------+\n"
        "0040   UNT Message trailer                           M   1     \n");
    return files;
}

Files tables() {
    Files files;
    files["ELEHEAD.TXT"] =
        "\"143\",\"Set\"\r\n\"329\",\"Control Number\"\r\n\"901\",\"Kind\"\r\n\"902\",\"Amount, "
        "\"\"net\"\"\"\r\n\"903\","
        "\"Packaging\"\r\n\"904\",\"Picture\"\r\n\"96\",\"Count\"\r\n";
    files["ELEDETL.TXT"] =
        "\"143\",\"ID\",\"3\",\"3\"\r\n\"329\",\"AN\",\"4\",\"9\"\r\n\"901\",\"ID\",\"2\",\"2\"\r\n\"902\",\"N2\","
        "\"1\",\"15\""
        "\r\n\"903\",\"AN\",\"3\",\"5\"\r\n\"904\",\"B\",\"1\",\"999999999999999\"\r\n\"96\",\"N\",\"1\",\"10\"\r\n";
    files["COMHEAD.TXT"] = "\"C990\",\"Measured Kind\"\r\n";
    files["COMDETL.TXT"] = "\"C990\",\"01\",\"901\",\"M\"\r\n\"C990\",\"02\",\"902\",\"O\"\r\n";
    files["SEGHEAD.TXT"] =
        "\"ST\",\"Set Header\"\r\n\"SE\",\"Set "
        "Trailer\"\r\n\"ZA\",\"First\"\r\n\"ZB\",\"Second\"\r\n\"ZC\",\"Third\"\r\n";
    files["SEGDETL.TXT"] =
        "\"ST\",\"01\",\"143\",\"M\",\"1\"\r\n\"ST\",\"02\",\"329\",\"M\",\"1\"\r\n\"SE\",\"01\",\"96\",\"M\",\"1\"\r\n"
        "\"SE\",\"02\",\"329\",\"M\",\"1\"\r\n\"ZA\",\"01\",\"901\",\"M\",\"1\"\r\n\"ZA\",\"02\",\"902\",\"C\","
        "\"1\"\r\n"
        "\"ZA\",\"03\",\"903\",\"C\",\"1\"\r\n\"ZB\",\"01\",\"C990\",\"O\",\"5\"\r\n\"ZB\",\"02\",\"901\",\"O\",\">"
        "1\"\r\n"
        "\"ZC\",\"01\",\"904\",\"M\"\r\n";
    files["SETHEAD.TXT"] =
        "\"901\",\"Invented Set\",\"ZZ\"\r\n\"902\",\"Small Set\",\"ZY\"\r\n\"901-A1\",\"Guide\",\"ZZ\"\r\n";
    files["SETDETL.TXT"] =
        "\"901\",\"1\",\"010\",\"ST\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n"
        "\"901\",\"1\",\"020\",\"ZA\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n"
        "\"901\",\"1\",\"030\",\"ZB\",\"O\",\"1\",\"1\",\"200\",\"ZB\"\r\n"
        "\"901\",\"1\",\"040\",\"ZC\",\"O\",\">1\",\"1\",\"0\",\"\"\r\n"
        "\"901\",\"2\",\"010\",\"ZA\",\"M\",\"1\",\"1\",\">1\",\"ZA\"\r\n"
        "\"901\",\"2\",\"020\",\"ZB\",\"O\",\"1\",\"2\",\"5\",\"ZB\"\r\n"
        "\"901\",\"2\",\"030\",\"ZC\",\"O\",\"1\",\"2\",\"0\",\"\"\r\n"
        "\"901\",\"2\",\"040\",\"ZC\",\"O\",\"3\",\"1\",\"0\",\"\"\r\n"
        "\"901\",\"3\",\"010\",\"SE\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n"
        "\"902\",\"1\",\"010\",\"ST\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n"
        "\"902\",\"1\",\"020\",\"ZC\",\"O\",\"1\",\"0\",\"0\",\"\"\r\n"
        "\"902\",\"1\",\"030\",\"SE\",\"M\",\"1\",\"0\",\"0\",\"\"\r\n";
    files["FREEFORM.TXT"] =
        "*SETPUR\r\n901\r\nAn invented set, of which this text\r\nis not read.\r\n"
        "*ELECOD\r\n901, ,AA,1\r\nThe first kind, whose meaning \r\ngoes on\r\n*ELECOD\r\n901, ,B2,1\r\nThe second\r\n"
        "*ELECOD\r\n903,1,BOX,1\r\nBox\r\n*ELECOD\r\n903,2,25,1\r\nPaper\r\n*ELENTE\r\n901, ,AA,1\r\nNot read.\r\n"
        "*SEGNTE\r\nZA,02,N,1\r\nP0203\r\n*SEGNTE\r\nZA,02,C,1\r\nA comment, not a rule: P0102\r\n"
        "*COMNTE\r\nC990,02,N,1\r\nC0201\r\n";
    return files;
}

Files with(Files files, const std::string& name, const std::string& from, const std::string& to) {
    std::string& text = files.at(name);
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error(name + " has no " + from);
    text.replace(at, from.size(), to);
    return files;
}

Folder::Folder(const Files& files, const std::string& name)
    : root_(std::filesystem::temp_directory_path() / ("crossdock-dictionary-" + unique())), path_(root_ / name) {
    std::filesystem::create_directories(path_);
    for (const auto& [file, text] : files) write(file, text);
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

std::string Folder::text(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void Folder::write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
}

}  // namespace crossdock::dictionary
