// Functions on dates and times.
#include "host/mapping/function.hpp"

namespace crossdock::mapping {

namespace {

using Arguments = std::span<const Value>;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::int64_t minutes_ms(const Arguments& arguments, std::size_t index) {
    return arguments.size() > index ? arguments[index].number * 60'000 : 0;
}

std::int64_t day_of(std::int64_t ms) { return ms / day_ms - (ms % day_ms < 0 ? 1 : 0); }

bool read_moment(FunctionCall& call, Arguments arguments, DateFormat::Moment& moment) {
    const DateFormat& format = call.formats[static_cast<std::size_t>(arguments[1].number)];
    const auto read = format.read(trimmed(arguments[0].text));
    if (!read) {
        call.problem = "'" + std::string(arguments[0].text.substr(0, 60)) + "' is not of the form " + format.text() +
                       ", or no date or time that exists";
        return false;
    }
    moment = *read;
    return true;
}

template <ValueType type>
bool read_as(FunctionCall& call, Arguments arguments, Value& result) {
    DateFormat::Moment moment;
    if (!read_moment(call, arguments, moment)) return false;
    std::int64_t number = moment.days;
    if (type == ValueType::time) number = moment.ms;
    if (type == ValueType::date_time) number = moment.days * day_ms + moment.ms - minutes_ms(arguments, 2);
    result = Value::of(type, number);
    return true;
}

bool format(FunctionCall& call, Arguments arguments, Value& result) {
    const Value& value = arguments[0];
    const DateFormat& form = call.formats[static_cast<std::size_t>(arguments[1].number)];
    DateFormat::Moment moment;
    if (value.type == ValueType::date) moment.days = value.number;
    if (value.type == ValueType::time) moment.ms = value.number;
    if (value.type == ValueType::date_time) {
        const std::int64_t local = value.number + minutes_ms(arguments, 2);
        moment.days = day_of(local);
        moment.ms = local - moment.days * day_ms;
    }
    char* const into = call.scratch.take(form.length_max());
    const std::size_t length = form.write(moment, into);
    if (length == 0) {
        call.problem = "a date outside the years 0 to 9999 cannot be written";
        return false;
    }
    result = Value::of_text({into, length}, true);
    return true;
}

bool add_days(FunctionCall& call, Arguments arguments, Value& result) {
    const std::int64_t days = arguments[1].number;
    if (days < -4'000'000 || days > 4'000'000) {
        call.problem = std::to_string(days) + " days are more than 10,000 years";
        return false;
    }
    result = arguments[0];
    result.number += result.type == ValueType::date ? days : days * day_ms;
    return true;
}

bool days_between(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(Decimal(arguments[1].number - arguments[0].number));
    return true;
}

bool date_of(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(ValueType::date, day_of(arguments[0].number + minutes_ms(arguments, 1)));
    return true;
}

bool time_of(FunctionCall&, Arguments arguments, Value& result) {
    const std::int64_t local = arguments[0].number + minutes_ms(arguments, 1);
    result = Value::of(ValueType::time, local - day_of(local) * day_ms);
    return true;
}

bool combine(FunctionCall&, Arguments arguments, Value& result) {
    result =
        Value::of(ValueType::date_time, arguments[0].number * day_ms + arguments[1].number - minutes_ms(arguments, 2));
    return true;
}

using P = Parameter;

constexpr Function functions[] = {
    {.name = "date",
     .parameters = {P::text, P::format},
     .required = 2,
     .allowed = 2,
     .result = ValueType::date,
     .body = read_as<ValueType::date>,
     .signature = "date(text, 'CCYYMMDD')"},
    {.name = "time",
     .parameters = {P::text, P::format},
     .required = 2,
     .allowed = 2,
     .result = ValueType::time,
     .body = read_as<ValueType::time>,
     .signature = "time(text, 'HHMM')"},
    {.name = "date-time",
     .parameters = {P::text, P::format, P::zone},
     .required = 2,
     .allowed = 3,
     .result = ValueType::date_time,
     .body = read_as<ValueType::date_time>,
     .signature = "date-time(text, 'CCYYMMDDHHMM'[, 'zone'])"},
    {.name = "format",
     .parameters = {P::moment, P::format, P::zone},
     .required = 2,
     .allowed = 3,
     .body = format,
     .signature = "format(date, 'CCYYMMDD'[, 'zone'])"},
    {.name = "add-days",
     .parameters = {P::day, P::whole},
     .required = 2,
     .allowed = 2,
     .result_as_first = true,
     .body = add_days,
     .signature = "add-days(date, days)"},
    {.name = "days-between",
     .parameters = {P::date, P::date},
     .required = 2,
     .allowed = 2,
     .result = ValueType::decimal,
     .whole = true,
     .body = days_between,
     .signature = "days-between(date, date)"},
    {.name = "date-of",
     .parameters = {P::date_time, P::zone},
     .allowed = 2,
     .result = ValueType::date,
     .body = date_of,
     .signature = "date-of(date-time[, 'zone'])"},
    {.name = "time-of",
     .parameters = {P::date_time, P::zone},
     .allowed = 2,
     .result = ValueType::time,
     .body = time_of,
     .signature = "time-of(date-time[, 'zone'])"},
    {.name = "combine",
     .parameters = {P::date, P::time, P::zone},
     .required = 2,
     .allowed = 3,
     .result = ValueType::date_time,
     .body = combine,
     .signature = "combine(date, time[, 'zone'])"},
};

}  // namespace

std::span<const Function> date_functions() { return functions; }

}  // namespace crossdock::mapping
