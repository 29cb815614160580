// What an expression gives while it runs.
#pragma once

#include <cstdint>
#include <string_view>

#include "host/base/decimal.hpp"
#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::mapping {

// The static types of the language. A whole number is a decimal that is known to have nothing behind its point.
enum class ValueType : std::uint8_t { text, decimal, boolean, date, time, date_time };

std::string_view to_string(ValueType type);
ValueType value_type(schema::DataType type);

// A value, or missing. There is no empty text: what is empty or null is missing. Texts are borrowed: from a document
// or from the program; from the run's Scratch or a variable, which do not outlive the run (`transient`).
struct Value {
    bool missing = true;
    bool lexical = false;    // `text` is the value as a document wrote it, not read into the other members yet
    bool transient = false;  // `text` does not outlive the run
    ValueType type = ValueType::text;
    NodeIndex node = no_node;  // of the main document, where it came from
    std::string_view text{};
    Decimal decimal{};
    std::int64_t number = 0;  // date: days since 1970-01-01; time: ms of the day; date_time: ms since 1970 UTC; boolean

    static Value of_text(std::string_view text, bool transient = false) {
        Value value;
        value.missing = text.empty();
        value.transient = transient;
        value.text = text;
        return value;
    }
    static Value of(const Decimal& decimal) {
        Value value;
        value.missing = false;
        value.type = ValueType::decimal;
        value.decimal = decimal;
        return value;
    }
    static Value of(bool truth) { return of(ValueType::boolean, truth ? 1 : 0); }
    static Value of(ValueType type, std::int64_t number) {
        Value value;
        value.missing = false;
        value.type = type;
        value.number = number;
        return value;
    }
    [[nodiscard]] bool truth() const { return !missing && number != 0; }
};

}  // namespace crossdock::mapping
