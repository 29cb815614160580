// Writes the elements of one segment.
#include "plugins/x12/segment_writer.hpp"

#include "plugins/x12/relational_notes.hpp"
#include "plugins/x12/value_check.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::uint64_t bit(std::uint32_t position) { return std::uint64_t{1} << (position - 1); }

std::string label(const Shape& shape, std::uint16_t element, std::uint16_t component) {
    std::string text = fmt::format("{}{:02}", shape.id, element);
    if (component > 0) text += fmt::format("-{}", component);
    return text;
}

bool is_absent(const TapeReader& tape, std::uint64_t at) {
    return (tape.event(at).flags & CROSSDOCK_TAPE_NULL) != 0 || tape.text(at).empty();
}

// The number after `owner` and `sign` in a name, as in `BEG03` and `REF04-1`; 0 when it is none.
std::uint16_t position(std::string_view name, std::string_view owner, std::string_view sign) {
    if (!name.starts_with(owner)) return 0;
    name.remove_prefix(owner.size());
    if (!name.starts_with(sign)) return 0;
    name.remove_prefix(sign.size());
    if (sign.empty() && name.size() != 2) return 0;
    std::uint16_t number = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
    return failed == std::errc{} && end == name.data() + name.size() ? number : std::uint16_t{0};
}

}  // namespace

void SegmentWriter::write(std::string& into, const TapeReader& tape, std::uint64_t first, std::uint64_t last,
                          std::uint16_t segment) {
    const Shape& shape = release_.segments[segment];
    gather(tape, first, last, shape);
    std::stable_sort(parts_.begin(), parts_.end(), [](const Part& left, const Part& right) {
        return std::tie(left.element, left.repetition, left.component) <
               std::tie(right.element, right.repetition, right.component);
    });
    std::uint64_t present = 0;
    for (std::size_t at = 0; at < parts_.size();) {
        const Part& part = parts_[at];
        const Use& use = release_.uses_of(shape)[part.element - 1];
        present |= bit(part.element);
        std::uint64_t components = 0;
        const std::size_t begin = at;
        for (; at < parts_.size() && parts_[at].element == part.element && parts_[at].repetition == part.repetition;
             ++at) {
            if (part.component == 0) {
                check(use, parts_[at], shape);
                if (at > begin)
                    refuse("x12.duplicate-value", fmt::format("{} is there twice", label(shape, part.element, 0)));
                continue;
            }
            const Shape& composite = release_.composites[use.composite];
            check(release_.uses_of(composite)[parts_[at].component - 1], parts_[at], shape);
            components |= bit(parts_[at].component);
        }
        if (part.repetition >= use.repeat)
            refuse(rules::too_many_repetitions.code,
                   fmt::format("{} comes {} times; at most {} would be right", label(shape, part.element, 0),
                               part.repetition + 1, use.repeat));
        if (use.composite != none) check_presence(release_.composites[use.composite], components, part.element);
    }
    check_presence(shape, present, 0);
    into += shape.id;
    append(into);
    into += syntax_.delimiters.segment;
    into += syntax_.line_end;
}

void SegmentWriter::gather(const TapeReader& tape, std::uint64_t first, std::uint64_t last, const Shape& shape) {
    parts_.clear();
    for (std::uint64_t at = first; at < last; at = tape.next_sibling(at)) {
        const std::string_view name = tape.name(at);
        const std::uint16_t element = position(name, shape.id, "");
        if (element == 0 || element > shape.use_count)
            refuse("x12.unknown-name", fmt::format("'{}' is no element of segment {}, which has {}01 to {}{:02}", name,
                                                   shape.id, shape.id, shape.id, shape.use_count));
        const Use& use = release_.uses_of(shape)[element - 1];
        const bool group = tape.event(at).kind == CROSSDOCK_TAPE_BEGIN;
        if (group != (use.composite != none))
            refuse("x12.bad-structure", fmt::format("{} {} a composite", name, group ? "is not" : "is"));
        std::uint16_t repetition = 0;
        for (const Part& part : parts_)
            if (part.element == element) repetition = std::max<std::uint16_t>(repetition, part.repetition + 1);
        if (!group) {
            if (!is_absent(tape, at)) parts_.push_back({element, repetition, 0, tape.text(at)});
            continue;
        }
        const std::uint16_t count = release_.composites[use.composite].use_count;
        for (std::uint64_t inner = at + 1; inner < tape.end_of(at); inner = tape.next_sibling(inner)) {
            const std::uint16_t component = position(tape.name(inner), name, "-");
            if (component == 0 || component > count || tape.event(inner).kind != CROSSDOCK_TAPE_VALUE)
                refuse("x12.unknown-name", fmt::format("'{}' is no component of {}, which has {}-1 to {}-{}",
                                                       tape.name(inner), name, name, name, count));
            if (!is_absent(tape, inner)) parts_.push_back({element, repetition, component, tape.text(inner)});
        }
    }
}

void SegmentWriter::check(const Use& use, const Part& part, const Shape& shape) const {
    const auto name = [&] { return label(shape, part.element, part.component); };
    const Delimiters& delimiters = syntax_.delimiters;
    for (const char c : part.text) {
        if (c == delimiters.element || c == delimiters.component || c == delimiters.segment ||
            (delimiters.repetition != '\0' && c == delimiters.repetition))
            refuse("x12.delimiter-in-data",
                   fmt::format("{} is '{}', which holds the delimiter '{}'; other delimiters or "
                               "other text would be right",
                               name(), showable(part.text, 80), std::string_view(&c, 1)));
    }
    if (const Rule* broken = check_characters(part.text);
        broken != nullptr && (broken->severity == rules::error || ascii_only_))
        refuse(rules::invalid_character.code,
               fmt::format("{} is '{}', which holds characters outside printable ASCII (charset)", name(),
                           showable(part.text, 80)));
    const Rule* broken = check_value(use, part.text, false);
    const bool textual = use.type == DataType::text || use.type == DataType::code;
    if (broken != nullptr && !(textual && broken == &rules::element_too_short))
        refuse(broken->code,
               fmt::format("{} is '{}'; {} would be right", name(), showable(part.text, 80), expected(use)));
    if (use.closed && outside_codes(release_.elements[use.element], part.text))
        refuse(rules::bad_code.code,
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
        refuse(rules::missing_element.code, fmt::format("mandatory {} is missing", name(missing)));
    for (std::uint32_t index = 0; index < shape.note_count; ++index) {
        const Note& note = release_.notes_of(shape)[index];
        const NoteResult result = check_note(note, present);
        if (result.wrong == 0) continue;
        refuse(result.excluded ? rules::exclusion_violated.code : rules::missing_conditional.code,
               fmt::format("{} {}: {}", name(result.wrong), result.excluded ? "may not be there" : "is missing",
                           describe_note(note, shape.id)));
    }
}

// Separators up to the last element that is there, and no further.
void SegmentWriter::append(std::string& into) const {
    std::uint16_t element = 0;
    std::uint16_t repetition = 0;
    std::uint16_t component = 1;
    for (const Part& part : parts_) {
        if (part.element > element) {
            into.append(part.element - element, syntax_.delimiters.element);
            component = 1;
        } else if (part.repetition > repetition) {
            into += syntax_.delimiters.repetition;
            component = 1;
        }
        if (part.component > component) {
            into.append(part.component - component, syntax_.delimiters.component);
            component = part.component;
        }
        element = part.element;
        repetition = part.repetition;
        into += part.text;
    }
}

void SegmentWriter::refuse(std::string_view code, const std::string& what) {
    throw sdk::Failure::permanent(std::string(code), what);
}

}  // namespace crossdock::x12
