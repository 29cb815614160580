// Envelopes and transactions of a payload, as the tokenizer hands over its segments.
#include "plugins/edi/splitter.hpp"

#include "plugins/edi/envelope_rules.hpp"
#include "plugins/edi/envelope_text.hpp"
#include "plugins/edi/value_check.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

// So many findings are told of an interchange, and of all of a payload, whatever its size; beyond them one for every 32
// bytes, which is less than a transaction has that says anything.
constexpr std::uint64_t findings_free_of_interchange = 1'000;
constexpr std::uint64_t findings_free = 10'000;

constexpr std::uint64_t findings_allowed(std::uint64_t free, std::uint64_t bytes) { return free + bytes / 32; }

}  // namespace

Splitter::Splitter(const Dialect& dialect, const EnvelopeSyntax& syntax, const crossdock_split_events& events,
                   std::uint64_t segment_limit)
    : dialect_(dialect),
      syntax_(syntax),
      tags_(syntax.tags()),
      events_(events),
      tokenizer_(*this, syntax, segment_limit) {
    for (const std::string_view tag :
         {tags_.transaction, tags_.transaction_trailer, tags_.group, tags_.group_trailer, tags_.interchange_trailer})
        may_be_envelope_[static_cast<unsigned char>(tag[0])] = true;
}

void Splitter::feed(std::string_view piece) { tokenizer_.feed(piece); }

void Splitter::close() {
    tokenizer_.close();
    flush_empty_segments();
    const std::uint64_t end = tokenizer_.position();
    cut_interchange(end);
    if (end == 0)
        report(rules::empty_payload, {}, "the payload is empty; an interchange would be right");
    else if (interchanges_ == 0 && !said_malformed_)
        report(rules::not_edi, {0, end}, fmt::format("the payload holds no interchange of {}", dialect_.title));
}

void Splitter::header(std::string_view text, const Delimiters& delimiters, std::uint64_t offset) {
    flush_empty_segments();
    cut_interchange(offset);
    if (passing_over_ && findings_ > findings_allowed(findings_free, offset)) return;
    passing_over_ = false;
    findings_before_ = findings_;
    ++interchanges_;
    segment_number_ = 1;
    said_outside_ = false;
    said_malformed_ = false;
    has_groups_ = false;
    has_lone_transactions_ = false;
    delimiters_ = delimiters;
    interchange_.header = {};
    syntax_.read_interchange(text, delimiters_, interchange_.header);
    begin_envelope(interchange_, CROSSDOCK_ENVELOPE_INTERCHANGE, offset);
    report_header(interchange_.header.findings, {offset, text.size(), 1, 0, 0, text.substr(0, 3), {}});
    segment_number_ = interchange_.header.segments;
    static_cast<void>(goes_on(offset + text.size()));
}

void Splitter::begin_envelope(Envelope& envelope, crossdock_envelope_level level, std::uint64_t offset) {
    envelope.open = true;
    envelope.counted = 0;
    crossdock_envelope& begun = envelope.header.envelope;
    begun.struct_size = sizeof begun;
    begun.level = level;
    begun.offset = offset;
    begun.segment = segment_number_;
    for (crossdock_text_view* view :
         {&begun.sender.qualifier, &begun.sender.id, &begun.receiver.qualifier, &begun.receiver.id,
          &begun.control_number, &begun.version, &begun.functional_id, &begun.date, &begun.time, &begun.context})
        if (const std::string_view text = sdk::text(*view); !is_utf8(text))
            *view = sdk::view(envelope.header.texts.emplace_back(ascii_or_wider().to_utf8(text)));
    events_.envelope_begin(events_.context, &begun);
}

void Splitter::report_header(const std::vector<HeaderFinding>& findings, Place place) {
    for (const HeaderFinding& finding : findings) {
        place.element = finding.element;
        place.value = finding.value;
        report(*finding.rule, place, finding.text, finding.standard_code);
    }
}

bool Splitter::is_envelope_tag(std::string_view tag) const {
    return tag == tags_.transaction || tag == tags_.transaction_trailer || tag == tags_.group ||
           tag == tags_.group_trailer || tag == tags_.interchange_trailer;
}

bool Splitter::segment(std::string_view text, std::uint64_t offset) {
    if (!interchange_.open) return false;
    if (text.empty()) {
        if (empty_segments_++ == 0) first_empty_ = here(text, offset);
        return true;
    }
    if (empty_segments_ > 0) {
        flush_empty_segments();
        if (!goes_on(offset)) return false;
    }
    ++segment_number_;
    if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + text.size() + 1;
        if (!may_be_envelope_[static_cast<unsigned char>(text[0])]) return true;
    }
    const std::string_view tag = text.substr(0, std::min(text.find(delimiters_.element), text.size()));
    if (transaction_.open && !is_envelope_tag(tag)) return true;
    return envelope_segment(tag, text, offset);
}

bool Splitter::envelope_segment(std::string_view tag, std::string_view text, std::uint64_t offset) {
    if (tag == tags_.transaction_trailer && transaction_.open) {
        end_transaction(text, offset);
        return true;
    }
    if (transaction_.open) {
        --transaction_.segments;
        transaction_.end = offset;
        cut_transaction();
    }
    if (tag == tags_.transaction && (group_.open || syntax_.groups_are_optional()))
        begin_transaction(text, offset);
    else if (tag == tags_.group_trailer && group_.open)
        end_group(text, offset);
    else if (tag == tags_.group)
        begin_group(text, offset);
    else if (tag == tags_.interchange_trailer)
        end_interchange(text, offset, true);
    else if (const std::string_view type = syntax_.lone_transaction(tag); !group_.open && !type.empty())
        lone_transaction(type, tag, text, offset);
    else if (group_.open || !syntax_.stands_between(tag))
        outside(tag, text, offset);
    return interchange_.open && goes_on(offset + text.size() + 1);
}

bool Splitter::goes_on(std::uint64_t offset) {
    const std::uint64_t found = findings_ - findings_before_;
    const std::uint64_t size = offset - interchange_.header.envelope.offset;
    if (found <= findings_allowed(findings_free_of_interchange, size) &&
        findings_ <= findings_allowed(findings_free, offset))
        return true;
    report(rules::interchange_given_up, {offset, 0, segment_number_, 0, 0, {}, {}},
           fmt::format("the interchange is given up: there were {} findings in its first {} bytes and {} in the whole "
                       "payload; what follows is passed over up to an interchange for which there is room",
                       found, size, findings_));
    cut_interchange(offset);
    passing_over_ = true;
    return false;
}

void Splitter::flush_empty_segments() {
    if (empty_segments_ == 0) return;
    const std::uint64_t count = std::exchange(empty_segments_, 0);
    report(rules::empty_segment, first_empty_,
           count == 1 ? std::string("a segment is empty: two terminators follow one another")
                      : fmt::format("{} segments in a row are empty: their terminators follow one another", count));
}

void Splitter::begin_group(std::string_view text, std::uint64_t offset) {
    cut_group(offset);
    said_outside_ = false;
    count_in_interchange(true, here(text, offset));
    group_.header = {};
    syntax_.read_group(text, delimiters_, interchange_.header, group_.header);
    begin_envelope(group_, CROSSDOCK_ENVELOPE_GROUP, offset);
    report_header(group_.header.findings, here(text, offset));
}

// What an interchange's trailer counts: its groups, or its transactions where it has none.
void Splitter::count_in_interchange(bool group, const Place& place) {
    ++interchange_.counted;
    const bool mixed = has_groups_ != has_lone_transactions_ && (group ? has_lone_transactions_ : has_groups_);
    (group ? has_groups_ : has_lone_transactions_) = true;
    if (mixed)
        report(rules::groups_mixed, place,
               fmt::format("the interchange has {}s inside groups and outside them", dialect_.transaction));
}

void Splitter::begin_transaction(std::string_view text, std::uint64_t offset) {
    said_outside_ = false;
    if (group_.open)
        ++group_.counted;
    else
        count_in_interchange(false, here(text, offset));
    transaction_.header = {};
    syntax_.read_transaction(text, delimiters_, interchange_.header, group_.open ? &group_.header : nullptr,
                             transaction_.header);
    transaction_.open = true;
    transaction_.offset = offset;
    transaction_.first_segment = segment_number_;
    transaction_.segments = 1;
    transaction_.end = offset + text.size() + 1;
    report_header(transaction_.header.findings, here(text, offset));
}

void Splitter::end_transaction(std::string_view text, std::uint64_t offset) {
    check_trailer(rules::segment_count, rules::transaction_control, text, offset, transaction_.segments,
                  transaction_.header.control,
                  fmt::format("segments of the {}, {} and {} included", dialect_.transaction, tags_.transaction,
                              tags_.transaction_trailer));
    emit_slice(true);
}

// A segment that is a transaction by itself; its first element is its control number. No trailer counts it.
void Splitter::lone_transaction(std::string_view type, std::string_view tag, std::string_view text,
                                std::uint64_t offset) {
    transaction_.header = {};
    transaction_.header.type = type;
    transaction_.header.set = transaction_.header.code = tag;
    transaction_.header.control =
        clear_text(element_at(text, delimiters_, 1), delimiters_, syntax_.characters(interchange_.header));
    transaction_.offset = offset;
    transaction_.first_segment = segment_number_;
    transaction_.segments = 1;
    transaction_.end = offset + text.size() + 1;
    emit_slice(true);
}

void Splitter::end_group(std::string_view text, std::uint64_t offset) {
    const std::uint64_t declared =
        check_trailer(rules::group_count, rules::group_control, text, offset, group_.counted, group_.header.control,
                      fmt::format("{}s of the group", dialect_.transaction));
    if (group_.counted == 0 && syntax_.groups_are_optional())
        report(rules::nothing_inside, here(text, offset), "the group holds no message");
    emit_end(CROSSDOCK_ENVELOPE_GROUP, group_, true, declared, offset + text.size() + 1);
    group_.open = false;
    said_outside_ = false;
}

void Splitter::end_interchange(std::string_view text, std::uint64_t offset, bool terminated) {
    cut_group(offset);
    const std::string messages = has_lone_transactions_ || (!has_groups_ && syntax_.groups_are_optional())
                                     ? fmt::format("{}s", dialect_.transaction)
                                     : "";
    const std::uint64_t declared =
        check_trailer(rules::interchange_count, rules::interchange_control, text, offset, interchange_.counted,
                      interchange_.header.control,
                      fmt::format("{}{}{} of the interchange", has_groups_ || messages.empty() ? "groups" : "",
                                  has_groups_ && !messages.empty() ? " and " : "", messages));
    if (interchange_.counted == 0 && syntax_.groups_are_optional())
        report(rules::nothing_inside, here(text, offset), "the interchange holds no message");
    emit_end(CROSSDOCK_ENVELOPE_INTERCHANGE, interchange_, true, declared, offset + text.size() + (terminated ? 1 : 0));
    interchange_.open = false;
}

void Splitter::outside(std::string_view tag, std::string_view text, std::uint64_t offset) {
    if (said_outside_) return;
    said_outside_ = true;
    report(rules::segment_outside_envelope, here(text, offset),
           fmt::format(
               "segment '{}' and what follows it stand outside {}", tag.substr(0, 10),
               group_.open || syntax_.groups_are_optional()
                   ? fmt::format("a {} ({} to {})", dialect_.transaction, tags_.transaction, tags_.transaction_trailer)
                   : fmt::format("a group ({} to {})", tags_.group, tags_.group_trailer)));
}

void Splitter::unterminated(std::string_view text, std::uint64_t offset) {
    flush_empty_segments();
    if (text.empty() || !interchange_.open) return;
    const std::string_view tag = text.substr(0, std::min(text.find(delimiters_.element), text.size()));
    ++segment_number_;
    report(rules::missing_terminator, here(text, offset),
           fmt::format("the payload ends inside segment '{}': its terminator '{}' is missing", tag.substr(0, 10),
                       std::string_view(&delimiters_.segment, 1)));
    if (tag == tags_.interchange_trailer && interchange_.open && !transaction_.open) {
        end_interchange(text, offset, false);
    } else if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + text.size();
    }
}

void Splitter::over_limit(std::string_view head, std::uint64_t offset, std::uint64_t size, bool terminated) {
    if (!interchange_.open) return;
    flush_empty_segments();
    ++segment_number_;
    if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + size + (terminated ? 1 : 0);
    }
    Place place = here(head, offset);
    place.size = size;
    report(rules::segment_too_long, place,
           fmt::format("segment '{}' has {} bytes, more than the limit (segment-limit)", place.tag, size));
}

void Splitter::junk(std::string_view head, std::uint64_t offset, std::uint64_t size) {
    if (passing_over_) return;
    Place place{offset, size};
    place.value = head;
    if (const Rule* known = interchanges_ > 0 ? syntax_.known_junk(head) : nullptr)
        report(*known, place,
               fmt::format("a {} stands between interchanges; it belongs inside one", head.substr(0, 3)));
    else if (interchanges_ > 0 || !head.empty())
        report(rules::junk_text, place, fmt::format("{} bytes outside an interchange were passed over", size));
}

void Splitter::byte_order_mark() {
    report(rules::byte_order_mark, {0, 3}, "the payload begins with a byte order mark, which was passed over");
}

void Splitter::malformed_header(std::string_view head, std::uint64_t offset) {
    flush_empty_segments();
    cut_interchange(offset);
    if (said_malformed_ || passing_over_) return;
    said_malformed_ = true;
    Place place{offset, head.size()};
    place.tag = head.substr(0, 3);
    place.value = head;
    report(rules::header_malformed, place,
           fmt::format("what begins with {} here is no interchange header: {} would be right", place.tag,
                       dialect_.right_header));
}

void Splitter::truncated_header(std::string_view head, std::uint64_t offset) {
    flush_empty_segments();
    cut_interchange(offset);
    ++interchanges_;
    Place place{offset, head.size()};
    place.tag = head.substr(0, 3);
    report(rules::header_truncated, place,
           fmt::format("the payload ends after {} bytes of the interchange header", head.size()));
}

}  // namespace crossdock::edi
