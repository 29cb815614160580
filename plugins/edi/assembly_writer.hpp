// What assemblers of interchanges have in common: text, slots, transactions copied with their slots, the time as text.
#pragma once

#include "plugins/edi/dialect.hpp"
#include "plugins/edi/output_syntax.hpp"

#include <crossdock/format.h>

#include <string>
#include <string_view>

namespace crossdock::edi {

struct Moment {
    std::string date;  // YYYYMMDD
    std::string time;  // HHMM
};

// UTC, from milliseconds since 1970.
[[nodiscard]] Moment moment(std::int64_t time_ms);

// Transaction `index` of a request, whose structs may be larger than this plugin knows.
[[nodiscard]] const crossdock_encoded_view& transaction_of(const crossdock_assemble_request& request,
                                                           std::uint64_t index);

// Throws sdk::Failure (permanent, `cannot-assemble`).
[[noreturn]] void refuse_assembly(const Dialect& dialect, const std::string& what);

// Appends to the output. Throws sdk::Failure when it is full. Concurrency: one thread. Borrows what it is given.
class AssemblyWriter {
public:
    AssemblyWriter(const Dialect& dialect, const OutputSyntax& syntax, crossdock_output& output)
        : dialect_(dialect), syntax_(syntax), output_(output) {}

    void write(std::string_view text);
    void slot(crossdock_slot_kind kind, std::uint32_t ordinal, std::uint32_t width);
    void end_segment();
    // A transaction's bytes; its slots move along and get the transaction's ordinal in this output. One that was
    // encoded with other delimiters is refused.
    void copy(const crossdock_encoded_view& encoded, std::uint32_t ordinal);

private:
    const Dialect& dialect_;
    const OutputSyntax& syntax_;
    crossdock_output& output_;
};

}  // namespace crossdock::edi
