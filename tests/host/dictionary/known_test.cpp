// What there is in a folder of dictionaries, and what an import takes from it.
#include "host/dictionary/known.hpp"

#include <catch2/catch.hpp>

#include "tests/host/dictionary/imported.hpp"

using namespace crossdock;
using namespace crossdock::dictionary;

namespace {

Dictionary read(const Files& files, const std::string& release = {}) { return imported(files, release).dictionary; }

std::vector<std::string> taken(const Files& there, Dictionary dictionary, const std::string& message) {
    const Folder folder(there);
    static_cast<void>(take_statements(read_known(folder.path()).value(), dictionary));
    return dictionary.messages.at(message).statements;
}

}  // namespace

TEST_CASE("the releases of a folder are counted, and an import says what it was made from") {
    const Folder folder(
        {{"x12/004010/a.dict",
          "# Imported by crossdock edi dictionary import: x.\n# Provenance: from nowhere.\n"
          "crossdock-dictionary 1\nelement 1 ID 1..2 \"One two\" open A B C\nelement 2 AN 1..2 \"Two\"\n"
          "composite C1 \"C\" 1\nsegment AB \"AB\" 1\n"},
         {"x12/004010/b.dict",
          "crossdock-dictionary 1\ntransaction 100 XX \"Hundred\" # a comment\nST! 1\nloop AB 1\nany\nAB! 1\n"
          "end\nend\nSE! 1\nend\ntrace AB01 key # why\ncount AB01 AB\n"},
         {"x12/codes.dict", "crossdock-dictionary 1\nnames 1 A \"a\"\n"},
         {"edifact/D.96A/c.dict", "crossdock-dictionary 1\nmessage ORDERS \"Order\"\nUNH! 1\nend\n"}});
    const auto known = read_known(folder.path());
    REQUIRE(known.value().size() == 2);
    const KnownRelease& release = known.value()[0];
    CHECK(release.id == "004010");
    CHECK(release.provenance == "from nowhere.");
    CHECK(release.elements == 2);
    CHECK(release.composites == 1);
    CHECK(release.segments == 1);
    CHECK(release.code_lists == 1);
    CHECK(release.codes == 3);
    REQUIRE(release.sets.size() == 1);
    CHECK(release.sets[0].name == "Hundred");
    CHECK(release.sets[0].statements == std::vector<std::string>{"trace AB01 key", "count AB01 AB"});
    CHECK(known.value()[1].sets.at(0).id == "ORDERS");
    CHECK(known.value()[1].provenance.empty());
    CHECK(read_known(folder.path() / "nowhere").value().empty());
}

TEST_CASE("keys and counts of a set that is known are taken where the imported one has their places") {
    const std::string set = "crossdock-dictionary 1\ntransaction 901 ZZ \"Set\"\nST! 1\nSE! 1\nend\n";
    const Files there{{"x12/004010/901.dict", set + "trace ZA02 order\ntrace ZA09 no-such-place\ntrace ZB01-2 part\n"
                                                    "trace ZA01-2 no-composite\ncount ZA02 ZB\ncount ZA02 ZX\n"
                                                    "hash ZA02 ZB02\nsum ZX01 ZA02\nhierarchy ZB\nhierarchy HL\n"}};
    CHECK(taken(there, read(tables(), "004010"), "901") ==
          std::vector<std::string>{"trace ZA02 order", "trace ZB01-2 part", "count ZA02 ZB", "hash ZA02 ZB02",
                                   "hierarchy ZB"});
    const std::string message = "crossdock-dictionary 1\nmessage ZTESTA \"Set\"\nUNH! 1\nUNT! 1\nend\n";
    const Files messages{{"edifact/D.96A/m.dict",
                          message + "trace ZHD 9903 number\ntrace ZHD[C901.9901=22] C901.9902 kind\n"
                                    "trace ZHD[C901.9905=22] C901.9902 wrong\ntrace ZHD 9905 wrong\n"
                                    "trace ZPT/ZQT C902.9903 wrong\ntrace ZRM/ZQT C902.9903 right\ncontrol 2 ZQT\n"}};
    CHECK(taken(messages, read(later_directory()), "ZTESTA") ==
          std::vector<std::string>{"trace ZHD 9903 number", "trace ZHD[C901.9901=22] C901.9902 kind",
                                   "trace ZRM/ZQT C902.9903 right"});
}

TEST_CASE("of several releases the nearest earlier one gives them, else the next") {
    const auto set = [](const std::string& key) {
        return "crossdock-dictionary 1\ntransaction 901 ZZ \"Set\"\nST! 1\nSE! 1\nend\ntrace ZA02 " + key + "\n";
    };
    const Files there{
        {"x12/003060/s.dict", set("early")}, {"x12/004010/s.dict", set("middle")}, {"x12/005010/s.dict", set("late")}};
    const auto key = [&](const std::string& release) { return taken(there, read(tables(), release), "901").at(0); };
    CHECK(key("003040") == "trace ZA02 early");
    CHECK(key("003060") == "trace ZA02 early");
    CHECK(key("004030") == "trace ZA02 middle");
    CHECK(key("007010") == "trace ZA02 late");
    CHECK(is_earlier(Standard::edifact, "D.96A", "D.01B"));
    CHECK_FALSE(is_earlier(Standard::edifact, "D.01B", "D.96A"));
}
