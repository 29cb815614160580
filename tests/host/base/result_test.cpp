#include "host/base/result.hpp"

#include <catch2/catch.hpp>

#include "host/base/error_text.hpp"

using namespace crossdock;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error{"test.odd", ErrorClass::permanent, "3 is odd; give an even number"};
    return number / 2;
}

Result<int> quarter(int number) {
    CROSSDOCK_TRY_ASSIGN(const int first, half(number));
    return half(first);
}

}  // namespace

TEST_CASE("an operator reads the text of an error and of what caused it") {
    const Error error = Error{"a.late", ErrorClass::permanent, "it cannot be written"}
                            .at({"orders.edi", 3})
                            .because_of(Error{"b.full", ErrorClass::retry, "there is no room"});
    CHECK(text_with_causes(error) == "it cannot be written\nthere is no room (b.full)");
}

TEST_CASE("a result hands its value on, or its error") {
    CHECK(quarter(8).value() == 2);
    const Result<int> failed = quarter(6);
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == "test.odd");
}

TEST_CASE("an error reads as file, line and column, then its causes") {
    const Error error = Error{"site.bad", ErrorClass::configuration, "this map cannot be read"}
                            .at({"maps/order.xml", 12, 3})
                            .because_of(Error{"xml.malformed", ErrorClass::configuration, "the element is not closed"});
    CHECK(describe(error) ==
          "maps/order.xml:12:3: this map cannot be read (site.bad)\n  the element is not closed (xml.malformed)");
}
