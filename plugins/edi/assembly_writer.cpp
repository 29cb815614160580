// Appends text, slots and transactions to an interchange.
#include "plugins/edi/assembly_writer.hpp"

#include <crossdock/cpp/format.hpp>

#include <chrono>

#include <fmt/format.h>

namespace crossdock::edi {

Moment moment(std::int64_t time_ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{time_ms}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<minutes>(time - day)};
    return {fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                        static_cast<unsigned>(date.day())),
            fmt::format("{:02}{:02}", clock.hours().count(), clock.minutes().count())};
}

const crossdock_encoded_view& transaction_of(const crossdock_assemble_request& request, std::uint64_t index) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(request.transactions);
    return *reinterpret_cast<const crossdock_encoded_view*>(bytes + index * request.transaction_size);
}

void refuse_assembly(const Dialect& dialect, const std::string& what) {
    throw sdk::Failure::permanent(dialect.code("cannot-assemble"), what);
}

void AssemblyWriter::write(std::string_view text) { sdk::write(output_, text); }

void AssemblyWriter::slot(crossdock_slot_kind kind, std::uint32_t ordinal, std::uint32_t width) {
    if (crossdock_output_slot(&output_, kind, ordinal, width) != CROSSDOCK_OK)
        throw sdk::Failure::permanent("format.output-too-large", "the output is larger than its limit");
}

void AssemblyWriter::end_segment() { write(syntax_.delimiters.segment + std::string(syntax_.line_end)); }

void AssemblyWriter::copy(const crossdock_encoded_view& encoded, std::uint32_t ordinal) {
    const std::string_view bytes = sdk::text(encoded.bytes);
    const std::string ending = syntax_.delimiters.segment + std::string(syntax_.line_end);
    if (!bytes.starts_with(std::string(dialect_.header) + syntax_.delimiters.element) || !bytes.ends_with(ending))
        refuse_assembly(
            dialect_,
            "a transaction was encoded with other delimiters than the interchange; the same ones would be right");
    std::uint64_t written = 0;
    for (std::uint64_t index = 0; index < encoded.slot_count; ++index) {
        const crossdock_slot& slot_of = encoded.slots[index];
        if (slot_of.offset < written || slot_of.offset + slot_of.size > bytes.size())
            refuse_assembly(dialect_, "a slot of a transaction lies outside its bytes");
        write(bytes.substr(written, slot_of.offset - written));
        slot(CROSSDOCK_SLOT_TRANSACTION, ordinal, slot_of.width);
        written = slot_of.offset + slot_of.size;
    }
    write(bytes.substr(written));
}

}  // namespace crossdock::edi
