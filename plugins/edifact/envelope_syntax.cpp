// Recognises the envelopes of EDIFACT and says what stands in their headers.
#include "plugins/edifact/envelope_syntax.hpp"

#include "plugins/edi/delimiter_text.hpp"
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/edi/envelope_text.hpp"
#include "plugins/edifact/character_sets.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edifact {
namespace {

constexpr EnvelopeTags envelope_tags{"UNH", "UNT", "UNG", "UNE", "UNZ"};
constexpr std::string_view advice_tag = "UNA";
constexpr std::string_view header_tag = "UNB";
constexpr std::string_view not_supported = "2";  // data element 0085: syntax version or level not supported
constexpr std::string_view missing = "13";

const CharacterSet& characters_of(std::string_view repertoire) {
    const CharacterSet* known = find_character_set(repertoire);
    return known == nullptr ? ascii_or_wider() : *known;
}

// Reads the parts of a segment; those that envelopes show are kept beside the envelope.
class Parts {
public:
    Parts(std::string_view segment, const Delimiters& delimiters, const CharacterSet& characters)
        : segment_(segment), delimiters_(delimiters), characters_(characters) {}

    [[nodiscard]] std::string_view raw(std::size_t element, std::size_t component = 1) const {
        return component_at(element_at(segment_, delimiters_, element), delimiters_, component);
    }
    [[nodiscard]] std::string text(std::size_t element, std::size_t component = 1) const {
        return clear_text(raw(element, component), delimiters_, characters_);
    }
    [[nodiscard]] crossdock_text_view shown(EnvelopeHeader& into, std::size_t element, std::size_t component) const {
        return sdk::view(into.texts.emplace_back(text(element, component)));
    }

private:
    std::string_view segment_;
    const Delimiters& delimiters_;
    const CharacterSet& characters_;
};

// Adds a finding where something is not right.
class Checks {
public:
    explicit Checks(std::vector<HeaderFinding>& findings) : findings_(findings) {}
    void value(bool right, const Rule& rule, std::uint16_t element, std::string_view value, std::string text,
               std::string_view standard_code = {}) {
        if (!right) findings_.push_back({&rule, element, value, std::move(text), standard_code});
    }

private:
    std::vector<HeaderFinding>& findings_;
};

}  // namespace

EdifactEnvelopes::EdifactEnvelopes() : EnvelopeSyntax(envelope_tags, header_tag[0], dialect.binary) {}

bool EdifactEnvelopes::begins_tag(std::string_view bytes) const {
    return advice_tag.starts_with(bytes) || header_tag.starts_with(bytes);
}

bool EdifactEnvelopes::begins_header(std::string_view segment) const {
    return (segment.starts_with(advice_tag) || segment.starts_with(header_tag)) && can_delimit(segment[tag_size]);
}

HeaderExtent EdifactEnvelopes::read(std::string_view bytes) const {
    InterchangeHeader header;
    const HeaderResult result = read_interchange_header(bytes, header);
    return {result, header.size, header.delimiters};
}

bool EdifactEnvelopes::was_meant(std::string_view bytes) const {
    constexpr std::ptrdiff_t enough = 3;
    if (bytes.size() <= tag_size || !can_delimit(bytes[tag_size])) return false;
    return bytes.starts_with(advice_tag) || bytes.substr(tag_size + 1).starts_with(repertoire_begin) ||
           std::count(bytes.begin(), bytes.end(), bytes[tag_size]) >= enough;
}

// Segments of the security header and trailer groups of syntax 4 (ISO 9735-5).
bool EdifactEnvelopes::stands_between(std::string_view tag) const {
    return tag == "USH" || tag == "USA" || tag == "USC" || tag == "USR" || tag == "UST";
}

std::string_view EdifactEnvelopes::lone_transaction(std::string_view /*tag*/) const { return {}; }

const Rule* EdifactEnvelopes::known_junk(std::string_view /*head*/) const { return nullptr; }

void EdifactEnvelopes::read_interchange(std::string_view text, const Delimiters& delimiters,
                                        EnvelopeHeader& into) const {
    InterchangeHeader header;
    static_cast<void>(read_interchange_header(text, header));
    const Parts parts(header.segment, delimiters, characters_of(header.repertoire));
    into.control = parts.text(5);
    into.version = header.syntax_version;
    into.context = fmt::format("{} {} {}", delimiter_text(delimiters), header.repertoire, header.syntax_version);
    crossdock_envelope& envelope = into.envelope;
    envelope.test = header.test == "1" ? 1 : 0;
    envelope.acknowledgement_requested = header.acknowledgement_request == "1" ? 1 : 0;
    envelope.sender = {parts.shown(into, 2, 2), parts.shown(into, 2, 1)};
    envelope.receiver = {parts.shown(into, 3, 2), parts.shown(into, 3, 1)};
    envelope.control_number = sdk::view(into.control);
    envelope.version = sdk::view(into.version);
    envelope.date = sdk::view(header.date);
    envelope.time = sdk::view(header.time);
    envelope.context = sdk::view(into.context);

    Checks check(into.findings);
    const bool known_version =
        header.syntax_version.size() == 1 && header.syntax_version[0] >= '1' && header.syntax_version[0] <= '4';
    check.value(known_version, rules::header_value, 1, header.syntax_version,
                fmt::format("the syntax version of UNB is '{}'; 1, 2, 3 or 4 would be right", header.syntax_version),
                not_supported);
    check.value(find_character_set(header.repertoire) != nullptr, rules::header_value, 1, header.repertoire,
                fmt::format("the character repertoire '{}' of UNB is not known; UNOA to UNOK, UNOW or UNOY would be "
                            "right",
                            header.repertoire),
                not_supported);
    check.value(envelope.sender.id.size != 0, rules::header_value, 2, {}, "UNB names no sender", missing);
    check.value(envelope.receiver.id.size != 0, rules::header_value, 3, {}, "UNB names no recipient", missing);
    check.value(all_digits(header.date) && (header.date.size() == 6 || header.date.size() == 8), rules::header_value, 4,
                header.date, fmt::format("the date of UNB is '{}'; six or eight digits would be right", header.date));
    check.value(all_digits(header.time) && header.time.size() == 4, rules::header_value, 4, header.time,
                fmt::format("the time of UNB is '{}'; four digits, HHMM, would be right", header.time));
    check.value(!into.control.empty(), rules::header_value, 5, {}, "UNB has no interchange reference", missing);
}

void EdifactEnvelopes::read_group(std::string_view text, const Delimiters& delimiters,
                                  const EnvelopeHeader& interchange, EnvelopeHeader& into) const {
    const Parts parts(text, delimiters, characters(interchange));
    into.functional_id = parts.text(1);
    into.control = parts.text(5);
    into.version = fmt::format("{}.{}", parts.text(7, 1), parts.text(7, 2));
    into.context = fmt::format("{} {}", into.functional_id, into.version);
    crossdock_envelope& envelope = into.envelope;
    envelope.sender = {parts.shown(into, 2, 2), parts.shown(into, 2, 1)};
    envelope.receiver = {parts.shown(into, 3, 2), parts.shown(into, 3, 1)};
    envelope.control_number = sdk::view(into.control);
    envelope.version = sdk::view(into.version);
    envelope.functional_id = sdk::view(into.functional_id);
    envelope.date = parts.shown(into, 4, 1);
    envelope.time = parts.shown(into, 4, 2);
    envelope.context = sdk::view(into.context);
    Checks check(into.findings);
    check.value(!into.control.empty(), rules::group_header_malformed, 5, {},
                "UNG has no group reference; one to fourteen characters would be right", missing);
}

void EdifactEnvelopes::read_transaction(std::string_view text, const Delimiters& delimiters,
                                        const EnvelopeHeader& interchange, const EnvelopeHeader* group,
                                        TransactionHeader& into) const {
    const Parts parts(text, delimiters, characters(interchange));
    into.control = parts.text(1);
    into.set = parts.text(2);
    into.code = fmt::format("{}:{}:{}:{}", into.set, parts.text(2, 2), parts.text(2, 3), parts.text(2, 4));
    if (const std::string association = parts.text(2, 5); !association.empty())
        into.code.append(":").append(association);
    into.type = message_type(into.set, parts.text(2, 2), parts.text(2, 3), interchange.version);
    Checks check(into.findings);
    check.value(!into.control.empty(), rules::missing_control_number, 1, {},
                "the message has no reference number (UNH 0062); one to fourteen characters would be right");
    check.value(group == nullptr || group->functional_id.empty() || group->functional_id == into.set,
                rules::transaction_set_mismatch, 2, parts.raw(2),
                fmt::format("message {} stands in a group of {}", into.set,
                            group == nullptr ? std::string() : group->functional_id));
}

const CharacterSet& EdifactEnvelopes::characters(const EnvelopeHeader& interchange) const {
    return characters_of(repertoire_of(interchange.context));
}

std::string_view repertoire_of(std::string_view context) {
    const std::size_t begin = context.find(' ');
    if (begin == std::string_view::npos) return {};
    return context.substr(begin + 1, context.find(' ', begin + 1) - begin - 1);
}

std::string message_type(std::string_view message, std::string_view version, std::string_view release,
                         std::string_view syntax_version) {
    if (message == "CONTRL") return fmt::format("edifact/{}/CONTRL", syntax_version == "4" ? "syntax-4" : "syntax-3");
    return fmt::format("edifact/{}.{}/{}", version, release, message);
}

}  // namespace crossdock::edifact
