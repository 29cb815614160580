// Puts a segment's elements on the tape and checks them against the dictionary.
#include "plugins/edi/element_reader.hpp"

#include "plugins/edi/relational_notes.hpp"
#include "plugins/edi/value_check.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::uint64_t bit(std::uint32_t position) { return std::uint64_t{1} << (position - 1); }

// Numbers have a point on the tape, whatever the decimal mark they came with.
bool has_decimal_comma(const Use& use, std::string_view text) {
    return use.type == DataType::numeric && std::find(text.begin(), text.end(), ',') != text.end();
}

}  // namespace

// Of each repetition BEGIN and END of a composite, and its values: no more than three events for each part.
std::uint64_t ElementReader::room(const ScannedSegment& segment, const Delimiters& delimiters) {
    std::uint64_t parts = std::min(segment.elements, ScannedSegment::capacity);
    if (segment.has_components) {
        const std::string_view text = segment.text();
        parts += static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [&](char byte) {
            return byte == delimiters.component || byte == delimiters.repetition;
        }));
    }
    return parts * 3;
}

void ElementReader::read(const ScannedSegment& segment, std::uint16_t index, bool on_tape) {
    const Release& release = context_.release();
    const Shape& shape = release.segments[index];
    const Use* uses = release.uses_of(shape);
    const std::uint32_t first_name = context_.transaction.first_name[index];
    const std::uint32_t known = std::min<std::uint32_t>(segment.elements, shape.use_count);
    const bool checks_types = (context_.levels & types) != 0;
    const bool checks_codes = (context_.levels & codes) != 0;
    simple_ = segment.plain && !segment.has_released && !context_.characters.restricts_ascii();
    const auto is_one_value = [&](const Use& use, std::string_view text) {
        if (use.composite != none) return false;
        if (!segment.has_components) return true;
        return use.repeat == 1 && std::none_of(text.begin(), text.end(), [&](char c) {
                   return c == context_.delimiters.component || c == context_.delimiters.repetition;
               });
    };
    std::uint64_t present = 0;
    Spot spot{&segment, &shape, 0, 0, 0};
    for (std::uint32_t position = 1; position <= known; ++position) {
        const std::string_view text = segment.element(position);
        if (text.empty()) continue;
        present |= bit(position);
        const Use& use = uses[position - 1];
        const std::uint32_t name = first_name + position - 1;
        if (simple_ && is_one_value(use, text) && (!checks_codes || is_listed(use, text)) &&
            (!checks_types || is_right(use, text)) && !has_decimal_comma(use, text)) {
            if (on_tape) context_.value(name, text, static_cast<std::uint16_t>(position), 0, 0);
            continue;
        }
        if (is_blank(use, text)) {
            present &= ~bit(position);
            continue;
        }
        spot.element = static_cast<std::uint16_t>(position);
        split_element(spot, use, text, name, on_tape);
    }
    spot.element = 0;
    if (segment.elements > shape.use_count) report_further_elements(spot);
    check_presence(spot, shape, present, false);
}

// Whether nothing but separators came for a composite: it is not there.
bool ElementReader::is_blank(const Use& use, std::string_view text) const {
    return use.composite != none &&
           only_separators(text, context_.delimiters.component, context_.delimiters.repetition);
}

inline void ElementReader::value(const Spot& at, const Use& use, std::string_view text, std::uint32_t name,
                                 bool on_tape) {
    if (!simple_ || !is_listed(use, text) || !is_right(use, text) || has_decimal_comma(use, text))
        return unusual_value(at, use, text, name, on_tape);
    if (on_tape) context_.value(name, text, at.element, at.short_component(), at.short_repetition());
}

void ElementReader::split_element(const Spot& at, const Use& use, std::string_view text, std::uint32_t name,
                                  bool on_tape) {
    const char separator = context_.delimiters.repetition;
    if (separator == '\0' || !at.segment->has_components ||
        (use.repeat == 1 && text.find(separator) == std::string_view::npos))
        return composite(at, use, text, name, on_tape);
    Spot spot = at;
    for (bool more = true; more;) {
        const std::string_view part = take_part(text, separator, context_.delimiters.release, more);
        ++spot.repetition;
        if (spot.repetition == use.repeat + 1u) {
            report_element(rules::too_many_repetitions, spot, part, &use,
                           fmt::format("{} comes more than {} time(s)", label(at), use.repeat));
        }
        if (!part.empty() && !is_blank(use, part)) composite(spot, use, part, name, on_tape);
    }
}

void ElementReader::composite(const Spot& at, const Use& use, std::string_view text, std::uint32_t name, bool on_tape) {
    const char separator = context_.delimiters.component;
    const char release = at.segment->has_released ? context_.delimiters.release : '\0';
    if (use.composite == none) {
        std::string_view rest = text;
        bool divided = false;
        if (at.segment->has_components) static_cast<void>(take_part(rest, separator, release, divided));
        if (divided) report_divided(at, use, text);
        return value(at, use, text, name, on_tape);
    }
    const Shape& shape = context_.release().composites[use.composite];
    const Use* const uses = context_.release().uses_of(shape);
    if (on_tape) context_.group(CROSSDOCK_TAPE_BEGIN, name, use.repeat > 1, text.data());
    const char* end = text.data() + text.size();
    Spot spot = at;
    const std::uint32_t first_name = component_name(at);
    std::uint64_t present = 0;
    for (bool more = true; more;) {
        const std::string_view part = take_part(text, separator, release, more);
        ++spot.component;
        if (part.empty()) continue;
        if (spot.component > shape.use_count) {
            report_further_components(spot, shape, part);
            break;
        }
        present |= bit(spot.component);
        value(spot, uses[spot.component - 1], part, first_name + spot.component - 1u, on_tape);
    }
    if (on_tape) context_.group(CROSSDOCK_TAPE_END, name, false, end);
    check_presence(at, shape, present, true);
}

void ElementReader::report_further_elements(Spot spot) {
    const ScannedSegment& segment = *spot.segment;
    const Shape& shape = *spot.shape;
    const std::uint32_t last = std::min(segment.elements, ScannedSegment::capacity);
    for (std::uint32_t position = shape.use_count + 1u; position <= last; ++position) {
        if (segment.element(position).empty()) continue;
        spot.element = static_cast<std::uint16_t>(position);
        report_element(rules::too_many_elements, spot, segment.element(position), nullptr,
                       fmt::format("segment {} has {} elements; at most {} would be right", shape.id, segment.elements,
                                   shape.use_count));
        return;
    }
}

void ElementReader::report_further_components(const Spot& spot, const Shape& shape, std::string_view text) {
    Spot element = spot;
    element.component = 0;
    report_element(rules::too_many_components, spot, text, nullptr,
                   fmt::format("{} has more than {} components", label(element), shape.use_count));
}

void ElementReader::report_divided(const Spot& at, const Use& use, std::string_view text) {
    report_element(rules::separator_in_data, at, text, &use,
                   fmt::format("{} holds the component separator '{}', but it is no composite", label(at),
                               std::string_view(&context_.delimiters.component, 1)));
}

void ElementReader::unusual_value(const Spot& at, const Use& use, std::string_view text, std::uint32_t name,
                                  bool on_tape) {
    const CharacterSet& characters = context_.characters;
    const char release = context_.delimiters.release;
    std::string changed;
    std::string_view clear = text;
    if (at.segment->has_released && text.find(release) != std::string_view::npos)
        clear = changed = unreleased(text, release);
    const Rule* bad_characters =
        at.segment->plain && !characters.restricts_ascii() ? nullptr : characters.broken_by(clear);
    if (bad_characters != nullptr)
        report_element(*bad_characters, at, text, &use,
                       fmt::format("{} holds characters outside those that the interchange may hold", label(at)));
    if (!at.segment->plain && !characters.is_utf8(clear)) clear = changed = characters.to_utf8(clear);
    if (const Rule* broken = check_value(use, clear, at.segment->plain))
        report_element(*broken, at, text, &use,
                       fmt::format("{} is '{}'; {} would be right", label(at), clear.substr(0, 80), expected(use)));
    else if (!is_listed(use, clear))
        report_code(at, use, text, clear);
    if (has_decimal_comma(use, clear)) {
        changed = clear;
        std::replace(changed.begin(), changed.end(), ',', '.');
        clear = changed;
    }
    if (!on_tape) return;
    context_.value(name, text, at.element, at.short_component(), at.short_repetition());
    if (clear.data() != text.data()) replace_text(clear);
}

// Of an open list each value once: our lists are shorter than the standards'.
void ElementReader::report_code(const Spot& at, const Use& use, std::string_view text, std::string_view clear) {
    const Element& element = context_.release().elements[use.element];
    if (use.closed)
        return report_element(rules::bad_code, at, text, &use,
                              fmt::format("{} is '{}', which is none of its codes: {}", label(at), clear.substr(0, 80),
                                          fmt::join(element.codes, " ")));
    constexpr std::size_t noted_max = 64;
    const auto noted = std::make_pair(use.element, std::string(clear));
    if (noted_.size() >= noted_max || std::find(noted_.begin(), noted_.end(), noted) != noted_.end()) return;
    noted_.push_back(noted);
    report_element(rules::code_not_in_list, at, text, &use,
                   fmt::format("{} is '{}', which is not in our list of codes for data element {}; it is let through",
                               label(at), clear.substr(0, 80), element.id));
}

// Gives the value appended last a text of its own.
void ElementReader::replace_text(std::string_view text) {
    const crossdock_tape_event event = context_.tape.events[--context_.tape.event_count];
    if (crossdock_tape_append_text(&context_.tape, event, text.data(), text.size()) != CROSSDOCK_OK)
        throw sdk::Failure::permanent(context_.dialect().code("document-too-large"),
                                      "the document is larger than the tape's limit");
}

void ElementReader::report_presence(const Spot& at, const Shape& shape, std::uint64_t present, bool in_composite) {
    const Use* uses = context_.release().uses_of(shape);
    const auto spot_of = [&](std::uint32_t position) {
        Spot spot = at;
        if (in_composite)
            spot.component = position;
        else
            spot.element = static_cast<std::uint16_t>(position);
        return spot;
    };
    for (std::uint64_t missing = shape.required & ~present; missing != 0; missing &= missing - 1) {
        const auto position = static_cast<std::uint32_t>(std::countr_zero(missing)) + 1;
        const Spot spot = spot_of(position);
        report_element(rules::missing_element, spot, {}, &uses[position - 1],
                       fmt::format("mandatory {} is missing", label(spot)));
    }
    if ((context_.levels & relational) == 0) return;
    const Note* notes = context_.release().notes_of(shape);
    for (std::uint32_t index = 0; index < shape.note_count; ++index) {
        const Note& note = notes[index];
        const NoteResult result = check_note(note, present);
        for (std::uint64_t wrong = result.wrong; wrong != 0; wrong &= wrong - 1) {
            const auto position = static_cast<std::uint32_t>(std::countr_zero(wrong)) + 1;
            const Spot spot = spot_of(position);
            report_element(result.excluded ? rules::exclusion_violated : rules::missing_conditional, spot, {},
                           &uses[position - 1],
                           fmt::format("{} {}: {}", label(spot), result.excluded ? "may not be there" : "is missing",
                                       describe_note(note, label(spot_of(0)))));
        }
    }
}

std::uint32_t ElementReader::component_name(const Spot& spot) const {
    const Release& release = context_.release();
    const auto segment = static_cast<std::size_t>(spot.shape - release.segments.data());
    return context_.transaction.first_component_name[segment] +
           release.uses_of(*spot.shape)[spot.element - 1].components_before;
}

void ElementReader::report_element(const Rule& rule, const Spot& spot, std::string_view value, const Use* use,
                                   const std::string& text) {
    if (!context_.checks(rule)) return;
    std::string path = walker_.path();
    path.append(path.empty() ? "" : "/").append(label(spot));
    FindingPlace place;
    place.segment = context_.segment_number();
    place.transaction_segment = context_.transaction_segment;
    place.element = spot.element;
    place.component = spot.short_component();
    place.repetition = spot.short_repetition();
    const char* at = value.data();
    if (at == nullptr)
        at = spot.element > 0 && spot.element <= std::min(spot.segment->elements, ScannedSegment::capacity)
                 ? spot.segment->element(spot.element).data()
                 : spot.segment->end;
    place.offset = context_.source_offset + static_cast<std::uint64_t>(at - context_.source);
    place.size = value.size();
    place.value = value;
    place.path = path;
    place.tag = spot.segment->tag();
    place.loop = walker_.loop();
    if (use != nullptr && use->element != none) place.element_reference = context_.release().elements[use->element].id;
    report(context_.dialect(), context_.findings, rule, place, text);
}

// `BEG03`, `REF04-1`.
std::string ElementReader::label(const Spot& spot) {
    std::string label = spot.shape->id;
    if (spot.element > 0) label += fmt::format("{:02}", spot.element);
    if (spot.component > 0) label += fmt::format("-{}", spot.component);
    return label;
}

}  // namespace crossdock::edi
