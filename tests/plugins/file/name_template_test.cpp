#include "plugins/file/name_template.hpp"

#include <crossdock/cpp/failure.hpp>

#include <catch2/catch.hpp>
#include <map>
#include <vector>

using crossdock::file::NameTemplate;
using crossdock::sdk::Failure;

namespace {

std::string name(const std::string& text, const std::map<std::string, std::string, std::less<>>& values) {
    return NameTemplate::parse(text).name([&](std::string_view placeholder) -> std::optional<std::string> {
        const auto found = values.find(placeholder);
        return found == values.end() ? std::nullopt : std::optional(found->second);
    });
}

}  // namespace

TEST_CASE("placeholders are filled from headers and the key") {
    CHECK(name("{partner}-{number}-{key}.xml", {{"partner", "acme"}, {"number", "4711"}, {"key", "k1"}}) ==
          "acme-4711-k1.xml");
    CHECK(NameTemplate::parse("{key}.xml").uses("key"));
    CHECK_FALSE(NameTemplate::parse("{number}.xml").uses("key"));
}

TEST_CASE("a value cannot leave the folder or take a reserved name") {
    const std::vector<std::string> values{"../../etc/passwd", "..", "/etc/passwd", "C:\\boot.ini", "a\nb",
                                          {"a\0b", 3},        "x?", ".hidden"};
    for (const std::string& value : values) {
        const std::string made = name("{number}", {{"number", value}});
        INFO(made);
        CHECK(made.find_first_of(std::string("/\\:*?\"<>|\n\0", 10)) == std::string::npos);
        CHECK(made.front() != '.');
        CHECK(made.back() != '.');
    }
    CHECK(name("{number}.xml", {{"number", "NUL"}}) == "_NUL.xml");
    CHECK(name("{number}.xml", {{"number", "com1"}}) == "_com1.xml");
    CHECK(name("{number}.xml", {{"number", "com10"}}) == "com10.xml");
}

TEST_CASE("two values never become one name") {
    CHECK(name("{key}", {{"key", "a/b"}}) != name("{key}", {{"key", "a_b"}}));
    CHECK(name("{key}", {{"key", "a/b"}}) != name("{key}", {{"key", "a\\b"}}));
    CHECK(name("{key}", {{"key", std::string(500, 'x')}}) != name("{key}", {{"key", std::string(501, 'x')}}));
    CHECK(name("{key}.xml", {{"key", ""}}) != ".xml");
}

TEST_CASE("a name stays within what file systems allow and keeps its extension") {
    const std::string value(100, 'x');
    const std::string made = name("{a}{a}{a}{a}.xml", {{"a", value}});
    CHECK(made.size() <= 230);
    CHECK(made.ends_with(".xml"));
}

TEST_CASE("a header that is missing is named") {
    CHECK_THROWS_WITH(name("{partner}-{number}.xml", {{"partner", "acme"}}), Catch::Contains("needs {number}"));
}

TEST_CASE("a template that cannot name files is a mistake in the site") {
    for (const char* text : {"", "orders.xml", "{key", "key}", "{}", "{{key}}", "../{key}", "out/{key}", "{key}?"}) {
        INFO(text);
        try {
            NameTemplate::parse(text);
            FAIL("accepted");
        } catch (const Failure& failure) {
            CHECK(failure.error_class() == CROSSDOCK_ERROR_CONFIGURATION);
        }
    }
}
