// Recognises the envelopes of X12 and says what stands in their headers.
#include "plugins/x12/envelope_syntax.hpp"

#include "plugins/edi/delimiter_text.hpp"
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/edi/envelope_text.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::string_view tag = "ISA";
constexpr EnvelopeTags envelope_tags{"ST", "SE", "GS", "GE", "IEA"};
constexpr std::size_t release_size = 6;  // of GS08, what follows names an industry's guide
constexpr std::size_t longest_group_control = 9;

}  // namespace

X12Envelopes::X12Envelopes(const Catalog& catalog)
    : EnvelopeSyntax(envelope_tags, tag[0], dialect.binary), catalog_(catalog) {}

bool X12Envelopes::begins_tag(std::string_view bytes) const { return tag.starts_with(bytes); }

// A new interchange may begin where the one before it was cut off, with delimiters of its own.
bool X12Envelopes::begins_header(std::string_view segment) const {
    return segment.starts_with(tag) && can_delimit(segment[tag_size]);
}

HeaderExtent X12Envelopes::read(std::string_view bytes) const {
    InterchangeHeader header;
    const HeaderResult result = read_interchange_header(bytes, header);
    return {result, header.size, header.delimiters};
}

bool X12Envelopes::was_meant(std::string_view bytes) const {
    constexpr std::ptrdiff_t enough = 3;
    return bytes.size() > tag_size && can_delimit(bytes[tag_size]) &&
           std::count(bytes.begin(), bytes.end(), bytes[tag_size]) >= enough;
}

// Security and grade-of-service segments.
bool X12Envelopes::stands_between(std::string_view segment_tag) const {
    return segment_tag == "TA3" || segment_tag == "ISB" || segment_tag == "ISE" || segment_tag == "ISX";
}

std::string_view X12Envelopes::lone_transaction(std::string_view segment_tag) const {
    return segment_tag == "TA1" ? interchange_acknowledgement_type : std::string_view();
}

const Rule* X12Envelopes::known_junk(std::string_view head) const {
    return head.size() > tag_size && head.starts_with("TA1") && can_delimit(head[tag_size])
               ? &rules::acknowledgement_outside
               : nullptr;
}

void X12Envelopes::read_interchange(std::string_view text, const Delimiters& delimiters, EnvelopeHeader& into) const {
    InterchangeHeader header;
    static_cast<void>(read_interchange_header(text, header));
    const auto& elements = header.elements;
    into.segments = header.segments;
    into.control = trimmed(elements[13]);
    into.version = elements[12];
    into.context = fmt::format("{} {}", delimiter_text(delimiters), elements[12]);
    crossdock_envelope& envelope = into.envelope;
    envelope.test = elements[15] == "T" ? 1 : 0;
    envelope.acknowledgement_requested = elements[14] == "1" ? 1 : 0;
    envelope.sender = {sdk::view(trimmed(elements[5])), sdk::view(trimmed(elements[6]))};
    envelope.receiver = {sdk::view(trimmed(elements[7])), sdk::view(trimmed(elements[8]))};
    envelope.control_number = sdk::view(into.control);
    envelope.version = sdk::view(elements[12]);
    envelope.date = sdk::view(elements[9]);
    envelope.time = sdk::view(elements[10]);
    envelope.context = sdk::view(into.context);

    if (!header.fixed_width)
        into.findings.push_back(
            {&rules::header_malformed,
             0,
             {},
             fmt::format("the interchange header has {} bytes and elements of wrong width; 106 bytes would be right",
                         header.size)});
    const auto check = [&](bool right, std::uint16_t element, std::string_view code, std::string_view wanted) {
        if (right) return;
        into.findings.push_back({&rules::header_value, element, elements[element],
                                 fmt::format("ISA{:02} is '{}'; {} would be right", element, elements[element], wanted),
                                 code});
    };
    check(elements[9].size() == 6 && all_digits(elements[9]), 9, "014", "a date of six digits, YYMMDD,");
    check(elements[10].size() == 4 && all_digits(elements[10]), 10, "015", "a time of four digits, HHMM,");
    check(all_digits(into.control), 13, "018", "a control number of nine digits");
    check(elements[14] == "0" || elements[14] == "1", 14, "019", "0 or 1");
    check(elements[15] == "P" || elements[15] == "T" || elements[15] == "I", 15, "020", "P, T or I");
}

const CharacterSet& X12Envelopes::characters(const EnvelopeHeader& /*interchange*/) const { return ascii_or_wider(); }

void X12Envelopes::read_group(std::string_view text, const Delimiters& delimiters,
                              const EnvelopeHeader& /*interchange*/, EnvelopeHeader& into) const {
    const auto element = [&](std::size_t position) { return element_at(text, delimiters, position); };
    const auto clear = [&](std::size_t position) {
        return clear_text(element(position), delimiters, ascii_or_wider());
    };
    const std::string_view version = trimmed(element(8));
    into.version = version.substr(0, release_size);
    into.functional_id = element(1);
    into.control = clear(6);
    into.context = fmt::format("{} {}", into.functional_id, version);
    crossdock_envelope& envelope = into.envelope;
    envelope.sender.id = sdk::view(into.texts.emplace_back(clear(2)));
    envelope.receiver.id = sdk::view(into.texts.emplace_back(clear(3)));
    envelope.control_number = sdk::view(into.control);
    envelope.version = sdk::view(version);
    envelope.functional_id = sdk::view(into.functional_id);
    envelope.date = sdk::view(element(4));
    envelope.time = sdk::view(element(5));
    envelope.context = sdk::view(into.context);

    if (!all_digits(into.control) || into.control.size() > longest_group_control)
        into.findings.push_back(
            {&rules::group_header_malformed, 6, trimmed(element(6)),
             fmt::format("the group control number GS06 is '{}'; one to nine digits would be right", into.control)});
    if (!catalog_.knows_release(into.version))
        into.findings.push_back({&rules::unknown_release, 8, version,
                                 fmt::format("release '{}' of the group (GS08) is not in the dictionaries", version)});
    else if (!catalog_.knows_functional_id(into.version, into.functional_id))
        into.findings.push_back(
            {&rules::unknown_functional_id, 1, element(1),
             fmt::format("no transaction set of functional group '{}' (GS01) is in the dictionaries of release {}",
                         into.functional_id, into.version)});
}

void X12Envelopes::read_transaction(std::string_view text, const Delimiters& delimiters,
                                    const EnvelopeHeader& /*interchange*/, const EnvelopeHeader* group,
                                    TransactionHeader& into) const {
    const std::string_view set = trimmed(element_at(text, delimiters, 1));
    into.set = set;
    into.code = set;
    into.control = clear_text(element_at(text, delimiters, 2), delimiters, ascii_or_wider());
    into.type = fmt::format("x12/{}/{}", group->version, set);
    if (into.control.empty())
        into.findings.push_back(
            {&rules::missing_control_number,
             2,
             {},
             "the transaction set has no control number (ST02); four to nine characters would be right"});
    const Transaction* known = catalog_.find(into.type);
    if (known != nullptr && known->functional_id != group->functional_id)
        into.findings.push_back({&rules::transaction_set_mismatch, 1, set,
                                 fmt::format("transaction set {} belongs into a group {}, but GS01 says '{}'", set,
                                             known->functional_id, group->functional_id)});
}

}  // namespace crossdock::x12
