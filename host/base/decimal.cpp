#include "host/base/decimal.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace crossdock {

namespace {

namespace mp = boost::multiprecision;
using Wide = mp::number<mp::cpp_int_backend<512, 512, mp::unsigned_magnitude, mp::unchecked, void>>;

constexpr std::uint64_t small_max = 1'000'000'000'000'000'000;  // sums of two of them fit 64 bits

constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, 20> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

Wide power_of_ten(unsigned exponent) {
    Wide power = 1;
    for (; exponent >= 19; exponent -= 19) power *= powers_of_ten[19];
    return power * powers_of_ten[exponent];
}

const Wide& magnitude_limit() {
    static const Wide limit = power_of_ten(Decimal::digits_max);
    return limit;
}

Error overflow() {
    return {"decimal.overflow", ErrorClass::permanent,
            "the result has more than 38 digits; round it, or check the values"};
}

Error malformed(std::string_view text) {
    return {"decimal.malformed", ErrorClass::permanent,
            "'" + std::string(text.substr(0, 60)) + "' is not a decimal number such as 12 or -0.50"};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether the magnitude goes up by one, for a remainder that is not zero. `against_half` is the sign of
// remainder - half.
bool rounds_away(Rounding rounding, bool negative, bool odd, int against_half) {
    switch (rounding) {
        case Rounding::half_even: return against_half > 0 || (against_half == 0 && odd);
        case Rounding::half_up: return against_half >= 0;
        case Rounding::half_down: return against_half > 0;
        case Rounding::up: return true;
        case Rounding::down: return false;
        case Rounding::ceiling: return !negative;
        case Rounding::floor: return negative;
    }
    return false;
}

Wide divide_rounded(const Wide& dividend, const Wide& divisor, bool negative, Rounding rounding) {
    Wide quotient;
    Wide remainder;
    mp::divide_qr(dividend, divisor, quotient, remainder);
    if (remainder != 0) {
        const Wide twice = remainder * 2;
        const int against_half = twice < divisor ? -1 : (twice == divisor ? 0 : 1);
        const bool odd = mp::bit_test(quotient, 0);
        if (rounds_away(rounding, negative, odd, against_half)) ++quotient;
    }
    return quotient;
}

// The magnitude with `by` more digits behind the point, when it fits 64 bits.
std::optional<std::uint64_t> shifted(std::uint64_t magnitude, unsigned by) {
    if (by >= powers_of_ten.size() || magnitude > UINT64_MAX / powers_of_ten[by]) return std::nullopt;
    return magnitude * powers_of_ten[by];
}

// Most numbers in documents: an optional sign and up to 18 digits, leading zeros counted, with at most one point.
struct ShortNumber {
    std::uint64_t magnitude = 0;
    bool negative = false;
    unsigned scale = 0;
};
std::optional<ShortNumber> parse_short(std::string_view text) {
    ShortNumber number;
    number.negative = text.starts_with('-');
    if (number.negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::size_t point = text.size();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_digit(text[at]))
            number.magnitude = number.magnitude * 10 + static_cast<std::uint64_t>(text[at] - '0');
        else if (text[at] == '.' && point == text.size())
            point = at;
        else
            return std::nullopt;
    }
    if (point == text.size()) return number;
    if (text.size() == 1) return std::nullopt;
    number.scale = static_cast<unsigned>(text.size() - point - 1);
    return number;
}

}  // namespace

// The parts of a Decimal for this file's functions.
struct DecimalAccess {
    static Wide magnitude(const Decimal& number) {
        Wide wide = number.high_;
        wide <<= 64;
        wide |= number.low_;
        return wide;
    }
    static bool fits_64_bits(const Decimal& number) { return number.high_ == 0; }
    static std::uint64_t low(const Decimal& number) { return number.low_; }
    static Decimal small(std::uint64_t magnitude, bool negative, unsigned scale) {
        Decimal number;
        number.low_ = magnitude;
        number.negative_ = negative && magnitude != 0;
        number.scale_ = static_cast<std::uint8_t>(scale);
        return number;
    }
    static Result<Decimal> make(const Wide& magnitude, bool negative, unsigned scale) {
        if (magnitude >= magnitude_limit() || scale > Decimal::scale_max) return overflow();
        Decimal number = small(static_cast<std::uint64_t>(magnitude & UINT64_MAX), false, scale);
        number.high_ = static_cast<std::uint64_t>(magnitude >> 64);
        number.negative_ = negative && !number.is_zero();
        return number;
    }
};

namespace {

using Access = DecimalAccess;

// -1, 0, 1 of the signed values.
int compare_signed(const Wide& left, bool left_negative, const Wide& right, bool right_negative) {
    if (left == 0 && right == 0) return 0;
    if (left_negative != right_negative) return left_negative ? -1 : 1;
    const int magnitudes = left.compare(right);
    const int sign = magnitudes < 0 ? -1 : (magnitudes > 0 ? 1 : 0);
    return left_negative ? -sign : sign;
}

Wide scaled_up(const Decimal& number, unsigned scale) {
    return Access::magnitude(number) * power_of_ten(scale - number.scale());
}

}  // namespace

std::optional<Rounding> rounding_named(std::string_view name) {
    if (name == "half-even") return Rounding::half_even;
    if (name == "half-up") return Rounding::half_up;
    if (name == "half-down") return Rounding::half_down;
    if (name == "up") return Rounding::up;
    if (name == "down") return Rounding::down;
    if (name == "ceiling") return Rounding::ceiling;
    if (name == "floor") return Rounding::floor;
    return std::nullopt;
}

Result<Decimal> Decimal::of(std::int64_t coefficient, unsigned scale) {
    if (scale > scale_max) return overflow();
    Decimal number(coefficient);
    number.scale_ = static_cast<std::uint8_t>(scale);
    return number;
}

Result<Decimal> Decimal::parse(std::string_view text) {
    if (const auto number = parse_short(text)) return Access::small(number->magnitude, number->negative, number->scale);
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;

    std::uint64_t low = 0;  // of the digits so far, while they are 18 or fewer
    Wide wide = 0;          // of all of them, from the 19th on
    unsigned digits = 0;    // without leading zeros
    unsigned scale = 0;
    bool any = false;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c)) break;
        any = true;
        if (point && ++scale > 2 * scale_max) return overflow();
        if (digits == 0 && c == '0') continue;
        if (++digits > 2 * digits_max) return overflow();
        if (digits <= 18) {
            low = low * 10 + static_cast<std::uint64_t>(c - '0');
        } else {
            if (digits == 19) wide = low;
            wide = wide * 10 + static_cast<unsigned>(c - '0');
        }
    }
    if (!any) return malformed(text);
    if (at == text.size() && digits <= 18 && scale <= scale_max) return Access::small(low, negative, scale);
    if (digits <= 18) wide = low;

    int exponent = 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        const bool down = at < text.size() && text[at] == '-';
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        const std::size_t first = at;
        for (; at < text.size() && is_digit(text[at]); ++at) {
            if (exponent < 1000) exponent = exponent * 10 + (text[at] - '0');
        }
        if (at == first) return malformed(text);
        if (down) exponent = -exponent;
    }
    if (at != text.size()) return malformed(text);
    const int final_scale = static_cast<int>(scale) - exponent;
    if (final_scale >= 0) return Access::make(wide, negative, static_cast<unsigned>(final_scale));
    if (wide == 0) return Decimal{};
    if (final_scale < -static_cast<int>(digits_max)) return overflow();
    return Access::make(wide * power_of_ten(static_cast<unsigned>(-final_scale)), negative, 0);
}

std::size_t Decimal::format(std::array<char, text_max>& into) const {
    std::array<char, text_max> reversed{};
    std::size_t count = 0;
    const auto put_digit = [&](unsigned digit) {
        if (count == scale_ && scale_ != 0) reversed[count++] = '.';
        reversed[count++] = static_cast<char>('0' + digit);
    };
    // The point takes the place after `scale_` digits, so that `count` counts digits until it is there.
    if (high_ == 0) {
        for (std::uint64_t rest = low_; rest != 0; rest /= 10) put_digit(static_cast<unsigned>(rest % 10));
    } else {
        const Wide all = Access::magnitude(*this);
        const Wide upper = all / powers_of_ten[19];
        auto rest = static_cast<std::uint64_t>(all % powers_of_ten[19]);
        for (int i = 0; i < 19; ++i, rest /= 10) put_digit(static_cast<unsigned>(rest % 10));
        rest = static_cast<std::uint64_t>(upper);
        for (; rest != 0; rest /= 10) put_digit(static_cast<unsigned>(rest % 10));
    }
    const std::size_t least = scale_ == 0 ? 1 : scale_ + std::size_t{2};
    while (count < least) put_digit(0);
    std::size_t length = 0;
    if (negative_) into[length++] = '-';
    while (count != 0) into[length++] = reversed[--count];
    return length;
}

std::string Decimal::to_string() const {
    std::array<char, text_max> text{};
    return {text.data(), format(text)};
}

std::optional<std::int64_t> Decimal::to_integer() const {
    if (scale_ == 0 && high_ == 0 && low_ <= static_cast<std::uint64_t>(INT64_MAX))
        return negative_ ? -static_cast<std::int64_t>(low_) : static_cast<std::int64_t>(low_);
    Wide quotient;
    Wide remainder;
    mp::divide_qr(Access::magnitude(*this), power_of_ten(scale_), quotient, remainder);
    if (remainder != 0) return std::nullopt;
    const std::uint64_t limit = static_cast<std::uint64_t>(INT64_MAX) + (negative_ ? 1 : 0);
    if (quotient > limit) return std::nullopt;
    const auto magnitude = static_cast<std::uint64_t>(quotient);
    return static_cast<std::int64_t>(negative_ ? 0 - magnitude : magnitude);
}

Decimal Decimal::negated() const {
    Decimal result = *this;
    result.negative_ = !negative_ && !is_zero();
    return result;
}

Result<Decimal> add(const Decimal& left, const Decimal& right) {
    const unsigned scale = std::max(left.scale_, right.scale_);
    if ((left.high_ | right.high_) == 0) {
        const auto one = shifted(left.low_, scale - left.scale_);
        const auto other = shifted(right.low_, scale - right.scale_);
        if (one && other && *one < small_max && *other < small_max) {
            if (left.negative_ == right.negative_) return Access::small(*one + *other, left.negative_, scale);
            if (*one >= *other) return Access::small(*one - *other, left.negative_, scale);
            return Access::small(*other - *one, right.negative_, scale);
        }
    }
    const Wide one = scaled_up(left, scale);
    const Wide other = scaled_up(right, scale);
    if (left.negative_ == right.negative_) return Access::make(one + other, left.negative_, scale);
    if (one >= other) return Access::make(one - other, left.negative_, scale);
    return Access::make(other - one, right.negative_, scale);
}

Result<Decimal> subtract(const Decimal& left, const Decimal& right) { return add(left, right.negated()); }

Result<Decimal> multiply(const Decimal& left, const Decimal& right) {
    const bool negative = left.negative_ != right.negative_;
    const unsigned scale = unsigned{left.scale_} + right.scale_;
    if ((left.high_ | right.high_) == 0 && ((left.low_ | right.low_) >> 32) == 0 && scale <= Decimal::scale_max)
        return Access::small(left.low_ * right.low_, negative, scale);
    return Access::make(Access::magnitude(left) * Access::magnitude(right), negative, scale);
}

Result<Decimal> divide(const Decimal& left, const Decimal& right, unsigned scale, Rounding rounding) {
    if (right.is_zero())
        return Error{"decimal.division-by-zero", ErrorClass::permanent,
                     "a division by zero; test the divisor first, as in if(x != 0, divide(a, x, 2), 0)"};
    if (scale > Decimal::scale_max) return overflow();
    const bool negative = left.negative_ != right.negative_;
    // left / 10^sl / (right / 10^sr) * 10^scale
    const Wide dividend = Access::magnitude(left) * power_of_ten(scale + right.scale_);
    const Wide divisor = Access::magnitude(right) * power_of_ten(left.scale_);
    return Access::make(divide_rounded(dividend, divisor, negative, rounding), negative, scale);
}

Result<Decimal> round(const Decimal& number, unsigned scale, Rounding rounding) {
    if (scale == number.scale_) return number;
    if (scale > Decimal::scale_max) return overflow();
    if (scale > number.scale_) {
        const auto more = number.high_ == 0 ? shifted(number.low_, scale - number.scale_) : std::nullopt;
        if (more) return Access::small(*more, number.negative_, scale);
        return Access::make(scaled_up(number, scale), number.negative_, scale);
    }
    const unsigned cut = unsigned{number.scale_} - scale;
    if (number.high_ == 0 && cut < 19) {
        const std::uint64_t unit = powers_of_ten[cut];
        std::uint64_t quotient = number.low_ / unit;
        const std::uint64_t remainder = number.low_ % unit;
        if (remainder != 0) {
            const int against_half = remainder < unit / 2 ? -1 : (remainder == unit / 2 ? 0 : 1);
            if (rounds_away(rounding, number.negative_, (quotient & 1) != 0, against_half)) ++quotient;
        }
        return Access::small(quotient, number.negative_, scale);
    }
    return Access::make(divide_rounded(Access::magnitude(number), power_of_ten(cut), number.negative_, rounding),
                        number.negative_, scale);
}

int compare(const Decimal& left, const Decimal& right) {
    if (left.scale_ == right.scale_ && left.high_ == right.high_ && left.low_ == right.low_ &&
        left.negative_ == right.negative_)
        return 0;
    const unsigned scale = std::max(left.scale_, right.scale_);
    if ((left.high_ | right.high_) == 0 && left.negative_ == right.negative_) {
        const auto one = shifted(left.low_, scale - left.scale_);
        const auto other = shifted(right.low_, scale - right.scale_);
        if (one && other) return *one == *other ? 0 : ((*one < *other) != left.negative_ ? -1 : 1);
    }
    return compare_signed(scaled_up(left, scale), left.negative_, scaled_up(right, scale), right.negative_);
}

}  // namespace crossdock
