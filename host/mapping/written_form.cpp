#include "host/mapping/written_form.hpp"

#include "host/base/decimal.hpp"
#include "host/mapping/calendar.hpp"

namespace crossdock::mapping {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `-12.50`, as JSON and people write it. Zero has no sign.
bool is_canonical_decimal(std::string_view text, bool whole) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    const std::size_t digits = at - first;
    if (digits == 0 || (digits > 1 && text[first] == '0') || text.size() > Decimal::digits_max) return false;
    if (first != 0 && text.find_first_of("123456789") == std::string_view::npos) return false;
    if (at == text.size()) return true;
    if (whole || text[at] != '.') return false;
    const std::size_t point = at++;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at == text.size() && at > point + 1;
}

}  // namespace

bool has_form(Output output, std::string_view text) {
    switch (output) {
        case Output::text: return true;
        case Output::decimal: return is_canonical_decimal(text, false);
        case Output::integer: return is_canonical_decimal(text, true);
        case Output::boolean: return text == "true" || text == "false";
        case Output::date: return read_date(text).has_value();
        case Output::time: return read_time(text).has_value();
        case Output::date_time: return read_date_time(text).has_value();
    }
    return false;
}

}  // namespace crossdock::mapping
