// Exact decimal numbers: what quantities, prices and amounts are made of. Never binary floating point.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace crossdock {

// What happens to the digits that a division or a rounding cuts off.
enum class Rounding : std::uint8_t {
    half_even,  // to the nearest; a tie to the even neighbour
    half_up,    // to the nearest; a tie away from zero
    half_down,  // to the nearest; a tie towards zero
    up,         // away from zero
    down,       // towards zero
    ceiling,    // towards plus infinity
    floor,      // towards minus infinity
};

// `half-even`, `half-up`, …, as maps write them.
std::optional<Rounding> rounding_named(std::string_view name);

// A coefficient of up to 38 digits and a scale, the number of digits behind the point, of up to 38: 1.50 is 150 with
// scale 2, and stays different from 1.5 in text though equal in value. A result that does not fit is an error
// (`decimal.overflow`), never a wrapped or silently rounded number. Zero has no sign. A plain value; thread-safe as
// one.
class Decimal {
public:
    static constexpr unsigned digits_max = 38;
    static constexpr unsigned scale_max = 38;
    // Enough for any decimal as text: sign, zero and point, digits.
    static constexpr std::size_t text_max = 42;

    constexpr Decimal() = default;
    constexpr explicit Decimal(std::int64_t whole)
        : low_(whole < 0 ? 0 - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole)),
          negative_(whole < 0) {}

    // `coefficient` / 10^`scale`.
    static Result<Decimal> of(std::int64_t coefficient, unsigned scale);
    // Optional sign, digits with at most one point and a digit on either side of it, optional exponent (`1.5e3`).
    // Errors: `decimal.malformed`, `decimal.overflow`.
    static Result<Decimal> parse(std::string_view text);

    // As text with exactly `scale` digits behind the point and one before it at least. `format` returns the length.
    std::size_t format(std::array<char, text_max>& into) const;
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] unsigned scale() const { return scale_; }
    [[nodiscard]] bool is_zero() const { return (high_ | low_) == 0; }
    [[nodiscard]] bool is_negative() const { return negative_; }
    // The value, when it is a whole number of that range whatever its scale.
    [[nodiscard]] std::optional<std::int64_t> to_integer() const;

    // Exact. The scale is the larger one, for a product the sum of both.
    friend Result<Decimal> add(const Decimal& left, const Decimal& right);
    friend Result<Decimal> subtract(const Decimal& left, const Decimal& right);
    friend Result<Decimal> multiply(const Decimal& left, const Decimal& right);
    // Errors: `decimal.division-by-zero`, `decimal.overflow`.
    friend Result<Decimal> divide(const Decimal& left, const Decimal& right, unsigned scale, Rounding rounding);
    // With exactly `scale` digits behind the point, more or fewer than before.
    friend Result<Decimal> round(const Decimal& number, unsigned scale, Rounding rounding);
    [[nodiscard]] Decimal negated() const;

    // By value: 1.5 and 1.50 are equal. Negative, zero or positive, as left is less, equal or greater.
    friend int compare(const Decimal& left, const Decimal& right);

private:
    friend struct DecimalAccess;

    // The magnitude of the coefficient is high_ * 2^64 + low_.
    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
    bool negative_ = false;
    std::uint8_t scale_ = 0;
};

Result<Decimal> add(const Decimal& left, const Decimal& right);
Result<Decimal> subtract(const Decimal& left, const Decimal& right);
Result<Decimal> multiply(const Decimal& left, const Decimal& right);
Result<Decimal> divide(const Decimal& left, const Decimal& right, unsigned scale, Rounding rounding);
Result<Decimal> round(const Decimal& number, unsigned scale, Rounding rounding);
int compare(const Decimal& left, const Decimal& right);

}  // namespace crossdock
