#include "host/base/decimal.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <random>

using namespace crossdock;
using boost::multiprecision::cpp_int;

namespace {

Decimal decimal(std::string_view text) {
    const Result<Decimal> parsed = Decimal::parse(text);
    INFO(text);
    REQUIRE(parsed.ok());
    return parsed.value();
}

std::string shown(const Result<Decimal>& result) {
    return result.ok() ? result->to_string() : std::string(result.error().code);
}

// The same arithmetic on integers without bounds, as slowly and plainly as it goes.
struct Naive {
    cpp_int coefficient;
    unsigned scale = 0;
};

cpp_int power(unsigned exponent) { return boost::multiprecision::pow(cpp_int(10), exponent); }

std::string shown(const Naive& number) {
    if (abs(number.coefficient) >= power(38) || number.scale > 38) return "decimal.overflow";
    std::string digits = cpp_int(abs(number.coefficient)).str();
    while (digits.size() < number.scale + 1) digits.insert(digits.begin(), '0');
    if (number.scale != 0) digits.insert(digits.size() - number.scale, ".");
    return (number.coefficient < 0 ? "-" : "") + digits;
}

Naive naive_add(const Naive& left, const Naive& right) {
    const unsigned scale = std::max(left.scale, right.scale);
    return {left.coefficient * power(scale - left.scale) + right.coefficient * power(scale - right.scale), scale};
}

// dividend / divisor, by counting from the floor and comparing distances.
cpp_int naive_quotient(cpp_int dividend, cpp_int divisor, Rounding rounding) {
    if (divisor < 0) {
        dividend = -dividend;
        divisor = -divisor;
    }
    cpp_int below = dividend / divisor;
    if (dividend < 0 && below * divisor != dividend) --below;
    if (below * divisor == dividend) return below;
    const cpp_int above = below + 1;
    const bool negative = dividend < 0;
    const cpp_int to_below = dividend - below * divisor;
    const cpp_int to_above = above * divisor - dividend;
    const cpp_int& away = negative ? below : above;
    const cpp_int& towards = negative ? above : below;
    switch (rounding) {
        case Rounding::ceiling: return above;
        case Rounding::floor: return below;
        case Rounding::up: return away;
        case Rounding::down: return towards;
        default: break;
    }
    if (to_below < to_above) return below;
    if (to_above < to_below) return above;
    if (rounding == Rounding::half_up) return away;
    if (rounding == Rounding::half_down) return towards;
    return below % 2 == 0 ? below : above;
}

struct Sample {
    Decimal number;
    Naive naive;
};

Sample random_sample(std::mt19937_64& random) {
    const auto digits = std::uniform_int_distribution<unsigned>(1, 38)(random);
    const auto scale = std::uniform_int_distribution<unsigned>(0, random() % 4 == 0 ? 38 : 4)(random);
    Naive naive{0, scale};
    // Often short, and often round, for the sake of ties.
    const unsigned used = random() % 2 == 0 ? digits % 6 + 1 : digits;
    for (unsigned i = 0; i < used; ++i)
        naive.coefficient = naive.coefficient * 10 + (random() % 3 == 0 ? 5 : random() % 10);
    if (random() % 2 == 0) naive.coefficient = -naive.coefficient;
    return {decimal(shown(naive)), naive};
}

}  // namespace

TEST_CASE("a decimal keeps the digits behind its point") {
    CHECK(decimal("1.50").to_string() == "1.50");
    CHECK(decimal("1.5").to_string() == "1.5");
    CHECK(decimal("-0.05").to_string() == "-0.05");
    CHECK(decimal("+7").to_string() == "7");
    CHECK(decimal("007.10").to_string() == "7.10");
    CHECK(decimal(".5").to_string() == "0.5");
    CHECK(decimal("5.").to_string() == "5");
    CHECK(decimal("-0.00").to_string() == "0.00");
    CHECK(decimal("1.5e3").to_string() == "1500");
    CHECK(decimal("15e-3").to_string() == "0.015");
    CHECK(decimal("0e999").to_string() == "0");
    CHECK(decimal(std::string(38, '9')).to_string() == std::string(38, '9'));
    CHECK(decimal("-" + std::string(19, '9') + "." + std::string(19, '1')).to_string() ==
          "-" + std::string(19, '9') + "." + std::string(19, '1'));
}

TEST_CASE("what is no decimal is refused") {
    for (const std::string_view text :
         {"", "-", ".", "+.", "1,5", "1.5.2", " 1", "1 ", "0x10", "1e", "1e+", "NaN", "--1", "1-"}) {
        INFO(text);
        CHECK(shown(Decimal::parse(text)) == "decimal.malformed");
    }
}

TEST_CASE("what does not fit 38 digits is an overflow, never a wrapped number") {
    CHECK(shown(Decimal::parse("1" + std::string(38, '0'))) == "decimal.overflow");
    CHECK(shown(Decimal::parse("1e38")) == "decimal.overflow");
    CHECK(shown(Decimal::parse("1e999999999999")) == "decimal.overflow");
    CHECK(shown(Decimal::parse("1e-39")) == "decimal.overflow");
    CHECK(shown(Decimal::parse("0." + std::string(39, '1'))) == "decimal.overflow");
    CHECK(shown(Decimal::parse(std::string(5000, '7'))) == "decimal.overflow");
    const Decimal most = decimal(std::string(38, '9'));
    CHECK(shown(add(most, Decimal(1))) == "decimal.overflow");
    CHECK(shown(subtract(most.negated(), Decimal(1))) == "decimal.overflow");
    CHECK(shown(multiply(most, Decimal(2))) == "decimal.overflow");
    CHECK(shown(round(most, 1, Rounding::down)) == "decimal.overflow");
    CHECK(shown(divide(most, decimal("0.1"), 0, Rounding::down)) == "decimal.overflow");
    CHECK(shown(add(most, decimal("0.1"))) == "decimal.overflow");
    CHECK(shown(Decimal::of(1, 39)) == "decimal.overflow");
}

TEST_CASE("sums and products are exact") {
    CHECK(shown(add(decimal("0.1"), decimal("0.2"))) == "0.3");
    CHECK(shown(add(decimal("1.50"), decimal("-1.5"))) == "0.00");
    CHECK(shown(subtract(decimal("1"), decimal("0.999"))) == "0.001");
    CHECK(shown(multiply(decimal("10"), decimal("1.50"))) == "15.00");
    CHECK(shown(multiply(decimal("-0.5"), decimal("0.5"))) == "-0.25");
    CHECK(shown(multiply(decimal("99999999999"), decimal("99999999999.99"))) == "9999999999899000000000.01");
}

TEST_CASE("a division states its scale and its rounding") {
    CHECK(shown(divide(Decimal(1), Decimal(3), 4, Rounding::half_even)) == "0.3333");
    CHECK(shown(divide(Decimal(2), Decimal(-3), 2, Rounding::half_up)) == "-0.67");
    CHECK(shown(divide(Decimal(1), Decimal(8), 2, Rounding::half_even)) == "0.12");
    CHECK(shown(divide(Decimal(1), Decimal(8), 2, Rounding::half_up)) == "0.13");
    CHECK(shown(divide(Decimal(1), Decimal(8), 2, Rounding::half_down)) == "0.12");
    CHECK(shown(divide(Decimal(1), decimal("0.00"), 2, Rounding::down)) == "decimal.division-by-zero");
}

TEST_CASE("each way of rounding does what its name says") {
    const auto rounded = [](std::string_view text, std::string_view mode) {
        return shown(round(decimal(text), 0, *rounding_named(mode)));
    };
    CHECK(rounded("2.5", "half-even") == "2");
    CHECK(rounded("3.5", "half-even") == "4");
    CHECK(rounded("-2.5", "half-up") == "-3");
    CHECK(rounded("-2.5", "half-down") == "-2");
    CHECK(rounded("2.1", "up") == "3");
    CHECK(rounded("-2.9", "down") == "-2");
    CHECK(rounded("-2.9", "ceiling") == "-2");
    CHECK(rounded("-2.1", "floor") == "-3");
    CHECK(rounded("-0.4", "half-up") == "0");
    CHECK(shown(round(decimal("1.5"), 3, Rounding::down)) == "1.500");
    CHECK_FALSE(rounding_named("half").has_value());
}

TEST_CASE("decimals compare by value") {
    CHECK(compare(decimal("1.5"), decimal("1.50")) == 0);
    CHECK(compare(decimal("0"), decimal("-0.0")) == 0);
    CHECK(compare(decimal("-2"), decimal("-1.99")) < 0);
    CHECK(compare(decimal("10"), decimal("9.9999")) > 0);
    CHECK(compare(decimal("-1"), decimal("1")) < 0);
}

TEST_CASE("a decimal that is a whole number becomes an integer") {
    CHECK(decimal("12.00").to_integer() == 12);
    CHECK(decimal("-9223372036854775808").to_integer() == INT64_MIN);
    CHECK(decimal("9223372036854775807.0").to_integer() == INT64_MAX);
    CHECK_FALSE(decimal("9223372036854775808").to_integer().has_value());
    CHECK_FALSE(decimal("0.5").to_integer().has_value());
    CHECK(Decimal(INT64_MIN).to_string() == "-9223372036854775808");
}

TEST_CASE("random decimals give what integers without bounds give") {
    std::mt19937_64 random(20261123);  // NOLINT(bugprone-random-generator-seed): the same numbers every time
    for (int turn = 0; turn < 20'000; ++turn) {
        const Sample left = random_sample(random);
        const Sample right = random_sample(random);
        INFO(left.number.to_string() << " and " << right.number.to_string());
        REQUIRE(left.number.to_string() == shown(left.naive));
        REQUIRE(shown(add(left.number, right.number)) == shown(naive_add(left.naive, right.naive)));
        REQUIRE(shown(subtract(left.number, right.number)) ==
                shown(naive_add(left.naive, {-right.naive.coefficient, right.naive.scale})));
        REQUIRE(shown(multiply(left.number, right.number)) ==
                shown(Naive{left.naive.coefficient * right.naive.coefficient, left.naive.scale + right.naive.scale}));
        const cpp_int difference = naive_add(left.naive, {-right.naive.coefficient, right.naive.scale}).coefficient;
        REQUIRE(compare(left.number, right.number) == difference.sign());

        const auto mode = static_cast<Rounding>(random() % 7);
        const auto scale = static_cast<unsigned>(random() % 8);
        if (!right.number.is_zero()) {
            const cpp_int quotient = naive_quotient(left.naive.coefficient * power(scale + right.naive.scale),
                                                    right.naive.coefficient * power(left.naive.scale), mode);
            REQUIRE(shown(divide(left.number, right.number, scale, mode)) == shown(Naive{quotient, scale}));
        }
        const cpp_int rounded = naive_quotient(left.naive.coefficient * power(scale), power(left.naive.scale), mode);
        REQUIRE(shown(round(left.number, scale, mode)) == shown(Naive{rounded, scale}));
    }
}
