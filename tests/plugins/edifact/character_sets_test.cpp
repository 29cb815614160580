// The character repertoires, read and written.
#include "plugins/edifact/character_sets.hpp"
#include "plugins/edi/value_check.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;

namespace {

// A party's name on the tape, and the codes of the findings.
std::string name(const std::string& bytes, const std::string& syntax) {
    const Decoded decoded = decode_message(
        {"BGM+220+PO1+9", "DTM+137:20260301:102", "NAD+BY+++" + bytes, "LIN+1", "UNS+S"}, "ORDERS:D:96A:UN", syntax);
    const std::size_t begin = decoded.tape.find("NAD04-1=") + 8;
    std::string text = decoded.tape.substr(begin, decoded.tape.find(" }", begin) - begin);
    for (const Finding& finding : decoded.findings) text += " " + finding.code;
    return text;
}

const edifact::CharacterSet& set(const std::string& code) {
    const edifact::CharacterSet* found = edifact::find_character_set(code);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

TEST_CASE("level A has capitals; what else comes is reported and kept") {
    CHECK(name("NORTHWIND 2 (A/B) - 5, \"X\" %&*;<>=!", "UNOA:2") == "NORTHWIND 2 (A/B) - 5, \"X\" %&*;<>=!");
    CHECK(name("Northwind", "UNOA:2") == "Northwind edifact.character-outside-set");
    CHECK(name("A@B", "UNOA:2") == "A@B edifact.character-outside-set");
    CHECK(name("M\xDCLLER", "UNOA:2") == "M\xC3\x9CLLER edifact.character-outside-set");
    CHECK(name("M\xC3\x9CLLER", "UNOA:2") == "M\xC3\x9CLLER edifact.character-outside-set");
    CHECK(name("A\tB", "UNOA:2") == "A\tB edifact.invalid-character");
    const Decoded decoded =
        decode_message({"BGM+220+po1+9", "DTM+137:20260301:102", "LIN+1", "UNS+S"}, "ORDERS:D:96A:UN", "UNOA:2");
    CHECK(only(decoded.findings, "edifact.character-outside-set").standard_code == "21");
    CHECK(decoded.findings[0].severity == CROSSDOCK_SEVERITY_WARNING);
    CHECK(decoded.findings[0].path == "BGM/BGM02");
}

TEST_CASE("level B has small letters too") {
    CHECK(name("Northwind", "UNOB:2") == "Northwind");
    CHECK(name("Northwind@", "UNOB:2") == "Northwind@ edifact.character-outside-set");
}

TEST_CASE("the parts of ISO 8859 are decoded to UTF-8") {
    CHECK(name("M\xFCller", "UNOC:3") == "M\xC3\xBCller");
    CHECK(name("\xA3\xF3\x64\xBC", "UNOD:3") == "\xC5\x81\xC3\xB3\x64\xC5\xBA");                              // Łódź
    CHECK(name("\xBC\xDE\xE1\xDA\xD2\xD0", "UNOE:3") == "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0");  // Москва
    CHECK(name("\xC1\xE8\xDE\xED\xE1", "UNOF:3") == "\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1");  // Αθήνα
    CHECK(name("\xA1", "UNOG:3") == "\xC4\xA6");                                                  // Ħ of part 3
    CHECK(name("\xBD", "UNOH:3") == "\xC5\x8A");                                                  // Ŋ of part 4
    CHECK(name("\xC7", "UNOI:3") == "\xD8\xA7");                                                  // alef of part 6
    CHECK(name("\xF9\xEC\xE5\xED", "UNOJ:3") == "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");              // שלום
    CHECK(name("\xDEi\xFEli", "UNOK:3") == "\xC5\x9Ei\xC5\x9Fli");                                // Şişli
    CHECK(name("M\xC3\xBCller", "UNOY:4") == "M\xC3\xBCller");
    CHECK(name("M\xC3\xBCller", "UNOW:4") == "M\xC3\xBCller");
}

TEST_CASE("bytes that a repertoire does not have are errors") {
    CHECK(name("a\x80z", "UNOC:3") == "a\xEF\xBF\xBDz edifact.invalid-character");
    CHECK(name("a\xD2z", "UNOF:3") == "a\xEF\xBF\xBDz edifact.invalid-character");
    CHECK(name("a\x1Fz", "UNOC:3") == "a\x1Fz edifact.invalid-character");
    CHECK(name("M\xFCller", "UNOY:4") == "M\xC3\xBCller edifact.invalid-character");
    const Decoded decoded =
        decode_message({"BGM+220+PO1+9", "DTM+137:20260301:102", "NAD+BY+++a\x80z", "LIN+1", "UNS+S"});
    CHECK(only(decoded.findings, "edifact.invalid-character").standard_code == "21");
    CHECK(decoded.findings[0].value == "a?z");
}

TEST_CASE("lengths count characters, not bytes") {
    const std::string cyrillic(35, '\xD0');
    CHECK(name(cyrillic, "UNOE:3").find("edifact.") == std::string::npos);
    CHECK(name(cyrillic + "\xD0", "UNOE:3").find("edifact.element-too-long") != std::string::npos);
}

TEST_CASE("every byte that a part of ISO 8859 has goes there and back") {
    for (char letter = 'C'; letter <= 'K'; ++letter) {
        const edifact::CharacterSet& part = set(std::string("UNO") + letter);
        CAPTURE(letter);
        std::size_t known = 0;
        for (int byte = 0x20; byte < 0x100; ++byte) {
            CAPTURE(byte);
            const std::string one(1, static_cast<char>(byte));
            const std::string utf8 = part.to_utf8(one);
            REQUIRE(crossdock::edi::is_utf8(utf8));
            const bool has = part.broken_by(one) == nullptr;
            REQUIRE(part.from_utf8(utf8) == (has ? std::optional(one) : std::nullopt));
            known += has ? 1 : 0;
        }
        CHECK(known >= 0x7F - 0x20 + 32);
    }
}

TEST_CASE("what a repertoire lacks is not written in it") {
    CHECK(set("UNOA").from_utf8("ABC") == std::optional<std::string>("ABC"));
    CHECK_FALSE(set("UNOA").from_utf8("abc"));
    CHECK_FALSE(set("UNOB").from_utf8("\xC3\xBC"));
    CHECK_FALSE(set("UNOC").from_utf8("\xC5\x81"));
    CHECK_FALSE(set("UNOC").from_utf8("\xE2\x82\xAC"));
    CHECK_FALSE(set("UNOC").from_utf8("\xF0\x9F\x98\x80"));
    CHECK_FALSE(set("UNOC").from_utf8("a\nb"));
    CHECK(set("UNOC").from_utf8("\xC3\xBC") == std::optional<std::string>("\xFC"));
    CHECK(set("UNOY").from_utf8("\xF0\x9F\x98\x80") == std::optional<std::string>("\xF0\x9F\x98\x80"));
    for (const std::string code : {"UNOX", "UNOL", "UNO", "UNOCC", "IATA", ""})
        CHECK(edifact::find_character_set(code) == nullptr);
}
