// Writes the elements of one segment.
#include "plugins/edi/segment_writer.hpp"

#include "plugins/edi/relational_notes.hpp"
#include "plugins/edi/value_check.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::uint64_t bit(std::uint32_t position) { return std::uint64_t{1} << (position - 1); }

std::string label(const Shape& shape, std::uint16_t element, std::uint16_t component) {
    std::string text = fmt::format("{}{:02}", shape.id, element);
    if (component > 0) text += fmt::format("-{}", component);
    return text;
}

// The number of two digits after `tag` in a name, as in `BEG03`; 0 when there is none.
std::uint16_t element_position(std::string_view name, std::string_view tag) {
    if (name.size() != tag.size() + 2 || !name.starts_with(tag)) return 0;
    const auto tens = static_cast<unsigned>(name[tag.size()] - '0');
    const auto ones = static_cast<unsigned>(name[tag.size() + 1] - '0');
    return tens < 10 && ones < 10 ? static_cast<std::uint16_t>(tens * 10 + ones) : std::uint16_t{0};
}

// The number after the element and a hyphen in a name, as in `REF04-1`; 0 when there is none.
std::uint16_t component_position(std::string_view name, std::string_view element) {
    if (!name.starts_with(element)) return 0;
    name.remove_prefix(element.size());
    if (!name.starts_with('-')) return 0;
    name.remove_prefix(1);
    std::uint16_t number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    return failed == std::errc{} && end == name.data() + name.size() ? number : std::uint16_t{0};
}

constexpr std::array<std::uint8_t, 256> not_printable_ascii = [] {
    std::array<std::uint8_t, 256> bytes{};
    for (std::size_t byte = 0; byte < bytes.size(); ++byte) bytes[byte] = byte < 0x20 || byte >= 0x7F ? 1 : 0;
    return bytes;
}();

// How many of the parts that come first are of the same element in the same repetition.
template <typename Parts>
std::size_t same_repetition(const Parts& parts) {
    const auto other = std::find_if(parts.begin(), parts.end(), [&](const auto& part) {
        return part.place.element() != parts.front().place.element() ||
               part.place.repetition() != parts.front().place.repetition();
    });
    return static_cast<std::size_t>(other - parts.begin());
}

}  // namespace

SegmentWriter::SegmentWriter(const Release& release, const OutputSyntax& syntax, const TapeReader& tape,
                             sdk::OutputWriter& output)
    : release_(release),
      syntax_(syntax),
      tape_(tape),
      output_(output),
      needs_check_(not_printable_ascii),
      positions_(tape.name_count()) {
    const Delimiters& all = syntax.delimiters;
    for (const char delimiter : {all.element, all.component, all.repetition, all.segment, all.release})
        needs_check_[static_cast<unsigned char>(delimiter)] = 1;
    if (!syntax.characters->restricts_ascii()) return;
    for (std::size_t byte = 0x20; byte < 0x7F; ++byte) {
        const char one = static_cast<char>(byte);
        if (syntax.characters->broken_by({&one, 1}) != nullptr) needs_check_[byte] = 1;
    }
}

std::string_view SegmentWriter::write(std::uint64_t first, std::uint64_t last, std::uint16_t segment,
                                      std::uint16_t already) {
    const Shape& shape = release_.segments[segment];
    const Use* const uses = release_.uses_of(shape);
    const Delimiters delimiters = syntax_.delimiters;
    gather(first, last, segment);
    sort();
    output_.reserve(room_);
    const char* const begin = output_.cursor();
    char* out = output_.cursor();
    if (already == 0) out = std::copy(shape.id.begin(), shape.id.end(), out);
    std::uint64_t present = (std::uint64_t{1} << already) - 1;
    std::uint16_t written = already;
    for (std::span<const Part> rest = parts(); !rest.empty();) {
        const Place place = rest.front().place;
        const std::uint16_t element = place.element();
        if (element <= already) {
            rest = rest.subspan(1);
            continue;
        }
        const Use& use = uses[element - 1];
        if (element == written) *out++ = delimiters.repetition;
        for (; written < element; ++written) *out++ = delimiters.element;
        present |= bit(element);
        std::size_t size = 1;
        if (use.composite == none) {
            out = write_value(out, use, rest.front(), shape);
        } else {
            size = same_repetition(rest);
            out = write_components(out, shape, release_.composites[use.composite], rest.first(size));
        }
        if (place.repetition() >= use.repeat)
            refuse(rules::too_many_repetitions.name,
                   fmt::format("{} comes {} times; at most {} would be right", label(shape, element, 0),
                               place.repetition() + 1, use.repeat));
        rest = rest.subspan(size);
    }
    check_presence(shape, present, 0);
    if (already == 0) {
        *out++ = delimiters.segment;
        out = std::copy(syntax_.line_end.begin(), syntax_.line_end.end(), out);
    }
    output_.advance(static_cast<std::size_t>(out - begin));
    return {begin, static_cast<std::size_t>(out - begin)};
}

void SegmentWriter::gather(std::uint64_t first, std::uint64_t last, std::uint16_t segment) {
    const Shape& shape = release_.segments[segment];
    const Use* const uses = release_.uses_of(shape);
    if (parts_.size() < last - first) parts_.resize(last - first);
    part_count_ = 0;
    room_ = shape.id.size() + shape.use_count + 1 + syntax_.line_end.size();
    std::uint64_t seen = 0;
    for (std::uint64_t at = first; at < last; at = tape_.next_sibling(at)) {
        const std::uint16_t element = element_of(at, segment);
        const Use& use = uses[element - 1];
        const bool group = tape_.event(at).kind == CROSSDOCK_TAPE_BEGIN;
        if (group != (use.composite != none))
            refuse("bad-structure", fmt::format("{} {} a composite", tape_.name(at), group ? "is not" : "is"));
        const Place place(element, (seen & bit(element)) == 0 ? std::uint16_t{0} : next_repetition(element), 0);
        seen |= bit(element);
        if (group)
            gather_components(at, place, release_.composites[use.composite]);
        else
            add(place, at);
    }
}

void SegmentWriter::gather_components(std::uint64_t group, Place of, const Shape& composite) {
    const std::string_view name = tape_.name(group);
    for (std::uint64_t at = group + 1; at < tape_.end_of(group); at = tape_.next_sibling(at)) {
        const std::uint16_t component = component_position(tape_.name(at), name);
        if (component == 0 || component > composite.use_count || tape_.event(at).kind != CROSSDOCK_TAPE_VALUE)
            refuse("unknown-name", fmt::format("'{}' is no component of {}, which has {}-1 to {}-{}", tape_.name(at),
                                               name, name, name, composite.use_count));
        add(Place(of.element(), of.repetition(), component), at);
    }
}

// A tape has few names and many events, so a name is mostly what it was before.
std::uint16_t SegmentWriter::element_of(std::uint64_t at, std::uint16_t segment) {
    Position& position = positions_[tape_.event(at).name];
    if (position.segment == segment) return position.element;
    const Shape& shape = release_.segments[segment];
    const std::uint16_t element = element_position(tape_.name(at), shape.id);
    if (element == 0 || element > shape.use_count) refuse_name(tape_.name(at), shape);
    position = {segment, element};
    return element;
}

std::uint16_t SegmentWriter::next_repetition(std::uint16_t element) const {
    std::uint16_t next = 0;
    for (const Part& part : parts())
        if (part.place.element() == element) next = std::max<std::uint16_t>(next, part.place.repetition() + 1);
    return next;
}

// What is null or empty is as good as not there.
void SegmentWriter::add(Place place, std::uint64_t at) {
    const std::string_view text = tape_.text(at);
    if (text.empty() || (tape_.event(at).flags & CROSSDOCK_TAPE_NULL) != 0) return;
    room_ += (syntax_.delimiters.release == '\0' ? text.size() : text.size() * 2) + place.component() + 1;
    Part& part = parts_[part_count_++];
    part.place = place;
    part.text = text;
}

// Documents mostly come in the order of the segment.
void SegmentWriter::sort() {
    const auto all = parts();
    const auto before = [](const Part& left, const Part& right) { return left.place < right.place; };
    if (!std::is_sorted(all.begin(), all.end(), before)) std::stable_sort(all.begin(), all.end(), before);
}

// `parts` are those of one element.
char* SegmentWriter::write_components(char* out, const Shape& shape, const Shape& composite,
                                      std::span<const Part> parts) const {
    std::uint64_t present = 0;
    std::uint16_t written = 1;
    for (const Part& part : parts) {
        const std::uint16_t component = part.place.component();
        if ((present & bit(component)) != 0)
            refuse("duplicate-value",
                   fmt::format("{} is there twice", label(shape, part.place.element(), part.place.component())));
        for (; written < component; ++written) *out++ = syntax_.delimiters.component;
        present |= bit(component);
        out = write_value(out, release_.uses_of(composite)[component - 1], part, shape);
    }
    check_presence(composite, present, parts.front().place.element());
    return out;
}

// Most values are right at a glance; `check` decides about the others.
char* SegmentWriter::write_value(char* out, const Use& use, const Part& part, const Shape& shape) const {
    unsigned special = 0;
    char* const begin = out;
    for (const char byte : part.text) {
        *out++ = byte;
        special |= needs_check_[static_cast<unsigned char>(byte)];
    }
    if (special != 0 || !is_right(use, part.text) || use.closed) check(use, part, shape);
    if (special != 0) out = write_special(begin, part.text);
    if (use.type == DataType::numeric)
        std::replace_if(
            begin, out, [](char c) { return c == '.' || c == ','; }, syntax_.delimiters.decimal_mark);
    return out;
}

// In the interchange's characters, with delimiters released; no longer than `gather` made room for.
char* SegmentWriter::write_special(char* out, std::string_view text) const {
    for (const char byte : syntax_.characters->from_utf8(text).value_or(std::string())) {
        if (syntax_.delimiters.release != '\0' && is_delimiter(byte)) *out++ = syntax_.delimiters.release;
        *out++ = byte;
    }
    return out;
}

bool SegmentWriter::is_delimiter(char byte) const {
    const Delimiters& all = syntax_.delimiters;
    return byte == all.element || byte == all.component || byte == all.segment ||
           (all.repetition != '\0' && byte == all.repetition) || (all.release != '\0' && byte == all.release);
}

void SegmentWriter::check(const Use& use, const Part& part, const Shape& shape) const {
    const auto name = [&] { return label(shape, part.place.element(), part.place.component()); };
    for (const char c : part.text) {
        if (syntax_.delimiters.release == '\0' && is_delimiter(c))
            refuse("delimiter-in-data", fmt::format("{} is '{}', which holds the delimiter '{}'; other delimiters or "
                                                    "other text would be right",
                                                    name(), showable(part.text, 80), std::string_view(&c, 1)));
    }
    if (!syntax_.characters->from_utf8(part.text))
        refuse(rules::invalid_character.name,
               fmt::format("{} is '{}', which holds characters that the interchange cannot hold (charset)", name(),
                           showable(part.text, 80)));
    const Rule* broken = check_value(use, part.text, false);
    const bool textual = use.type == DataType::text || use.type == DataType::code;
    if (broken != nullptr && !(textual && broken == &rules::element_too_short))
        refuse(broken->name,
               fmt::format("{} is '{}'; {} would be right", name(), showable(part.text, 80), expected(use)));
    if (use.closed && outside_codes(release_.elements[use.element], part.text))
        refuse(rules::bad_code.name,
               fmt::format("{} is '{}'; one of {} would be right", name(), showable(part.text, 80),
                           fmt::join(release_.elements[use.element].codes, " ")));
}

void SegmentWriter::check_presence(const Shape& shape, std::uint64_t present, std::uint16_t element) const {
    const auto name = [&](std::uint64_t mask) {
        const int position = std::countr_zero(mask) + 1;
        return element == 0 ? fmt::format("{}{:02}", shape.id, position)
                            : fmt::format("component {} of element {}", position, element);
    };
    if (const std::uint64_t missing = shape.required & ~present; missing != 0)
        refuse(rules::missing_element.name, fmt::format("mandatory {} is missing", name(missing)));
    for (std::uint32_t index = 0; index < shape.note_count; ++index) {
        const Note& note = release_.notes_of(shape)[index];
        const NoteResult result = check_note(note, present);
        if (result.wrong == 0) continue;
        refuse(result.excluded ? rules::exclusion_violated.name : rules::missing_conditional.name,
               fmt::format("{} {}: {}", name(result.wrong), result.excluded ? "may not be there" : "is missing",
                           describe_note(note, shape.id)));
    }
}

void SegmentWriter::refuse_name(std::string_view name, const Shape& shape) const {
    refuse("unknown-name", fmt::format("'{}' is no element of segment {}, which has {}01 to {}{:02}", name, shape.id,
                                       shape.id, shape.id, shape.use_count));
}

void SegmentWriter::refuse(std::string_view rule, const std::string& what) const {
    throw sdk::Failure::permanent(release_.dialect->code(rule), what);
}

}  // namespace crossdock::edi
