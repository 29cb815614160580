// The splitter's checks of headers and trailers, what it does with envelopes that were cut off, and how it reports.
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/edi/envelope_text.hpp"
#include "plugins/edi/finding_text.hpp"
#include "plugins/edi/splitter.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {

// Answers what the trailer declares; 0 where that is no number.
std::uint64_t Splitter::check_trailer(const Rule& count_rule, const Rule& control_rule, std::string_view text,
                                      std::uint64_t offset, std::uint64_t counted, const std::string& control,
                                      std::string_view what) {
    Place place = here(text, offset);
    const std::string_view declared = trimmed(element_at(text, delimiters_, 1));
    const std::string number =
        clear_text(element_at(text, delimiters_, 2), delimiters_, syntax_.characters(interchange_.header));
    const auto count = count_of(declared);
    if (count != counted) {
        place.element = 1;
        place.value = declared;
        report(count_rule, place,
               fmt::format("{}01 says '{}', but there are {} {}", place.tag, declared, counted, what));
    }
    const bool textual = control_rule.scope == CROSSDOCK_SCOPE_TRANSACTION;
    if (textual ? number != control : !same_number(number, control)) {
        place.element = 2;
        place.value = number;
        report(control_rule, place,
               fmt::format("{}02 is '{}', but the header's control number is '{}'", place.tag, number, control));
    }
    return count.value_or(0);
}

void Splitter::cut_transaction() {
    if (!transaction_.open) return;
    Place place{transaction_.end, 0, segment_number_, transaction_.segments, 0, {}, {}};
    report(rules::missing_transaction_trailer, place,
           fmt::format("{} {} {} was cut off: its trailer {} is missing", dialect_.transaction, transaction_.header.set,
                       transaction_.header.control, tags_.transaction_trailer));
    emit_slice(false);
}

void Splitter::cut_group(std::uint64_t offset) {
    cut_transaction();
    if (!group_.open) return;
    report(rules::missing_group_trailer, {offset, 0, segment_number_, 0, 0, {}, {}},
           fmt::format("group {} was cut off: its trailer {} is missing", group_.header.control, tags_.group_trailer));
    emit_end(CROSSDOCK_ENVELOPE_GROUP, group_, false, 0, offset);
    group_.open = false;
}

void Splitter::cut_interchange(std::uint64_t offset) {
    cut_group(offset);
    if (!interchange_.open) return;
    report(rules::missing_interchange_trailer, {offset, 0, segment_number_, 0, 0, {}, {}},
           fmt::format("interchange {} was cut off: its trailer {} is missing", interchange_.header.control,
                       tags_.interchange_trailer));
    emit_end(CROSSDOCK_ENVELOPE_INTERCHANGE, interchange_, false, 0, offset);
    interchange_.open = false;
}

void Splitter::emit_slice(bool complete) {
    crossdock_slice slice{};
    slice.struct_size = sizeof slice;
    slice.complete = complete ? 1 : 0;
    slice.offset = transaction_.offset;
    slice.size = transaction_.end - transaction_.offset;
    slice.first_segment = transaction_.first_segment;
    slice.segment_count = transaction_.segments;
    slice.type = sdk::view(transaction_.header.type);
    slice.control_number = sdk::view(transaction_.header.control);
    slice.message_code = sdk::view(transaction_.header.code);
    transaction_.open = false;
    said_outside_ = false;
    events_.transaction(events_.context, &slice);
}

void Splitter::emit_end(crossdock_envelope_level level, const Envelope& envelope, bool complete, std::uint64_t declared,
                        std::uint64_t offset) {
    crossdock_envelope_end end{};
    end.struct_size = sizeof end;
    end.level = level;
    end.complete = complete ? 1 : 0;
    end.counted = envelope.counted;
    end.declared = static_cast<std::uint32_t>(std::min<std::uint64_t>(declared, UINT32_MAX));
    end.offset = offset;
    events_.envelope_end(events_.context, &end);
}

Splitter::Place Splitter::here(std::string_view text, std::uint64_t offset) const {
    Place place{offset, text.size(), segment_number_, 0, 0, {}, {}};
    if (transaction_.open) place.transaction_segment = transaction_.segments;
    place.tag = text.substr(0, std::min<std::size_t>({text.find(delimiters_.element), text.size(), 10}));
    return place;
}

void Splitter::report(const Rule& rule, const Place& place, const std::string& text, std::string_view standard_code) {
    ++findings_;
    crossdock_findings findings{};
    findings.struct_size = sizeof findings;
    findings.context = events_.context;
    findings.report = events_.finding;
    FindingPlace where;
    where.segment = place.segment;
    where.transaction_segment = place.transaction_segment;
    where.element = place.element;
    where.offset = place.offset;
    where.size = place.size;
    where.value = place.value;
    where.tag = place.tag;
    edi::report(dialect_, findings, rule, where, text, standard_code);
}

}  // namespace crossdock::edi
