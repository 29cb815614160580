// Makes documents at random from a dictionary.
#include "tests/plugins/edi/generator.hpp"

#include "plugins/edi/relational_notes.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace edi_test {
namespace edi = crossdock::edi;

namespace {

constexpr std::size_t enough_segments = 150;
constexpr std::uint32_t longest_value = 20;
constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::uint64_t bit(std::uint32_t position) { return std::uint64_t{1} << (position - 1); }

}  // namespace

std::vector<std::string> DocumentGenerator::segments() {
    made_.clear();
    position_ = 1;
    loop(0);
    return made_;
}

std::size_t DocumentGenerator::places() const {
    const auto& nodes = transaction_.nodes;
    const auto is_segment = [](const edi::Node& node) { return !node.is_loop; };
    return static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), is_segment)) - 2;  // header and trailer
}

void DocumentGenerator::loop(std::uint16_t loop) {
    const auto& nodes = transaction_.nodes;
    for (auto child = static_cast<std::uint16_t>(loop + 1); child < nodes[loop].end; child = nodes[child].end) {
        const bool header_or_trailer = loop == 0 && (child == 1 || child + 1u == nodes[0].end);
        if (!header_or_trailer && !nodes[child].begins_loop) repeat(child);
    }
}

void DocumentGenerator::repeat(std::uint16_t node) {
    const edi::Node& place = transaction_.nodes[node];
    const bool wanted = place.required || (made_.size() < enough_segments && below(4) == 0);
    const std::uint32_t times = wanted ? 1 + below(std::min<std::uint32_t>(place.max, 3)) : 0;
    for (std::uint32_t time = 0; time < times; ++time) {
        const auto first = static_cast<std::uint16_t>(place.is_loop ? node + 1 : node);
        if (!follows(first)) return;
        segment(first);
        if (place.is_loop) loop(node);
    }
}

// Whether a segment at this place is taken for the one that is meant.
bool DocumentGenerator::follows(std::uint16_t node) const {
    return transaction_.after(position_, transaction_.nodes[node].segment) == node;
}

void DocumentGenerator::segment(std::uint16_t node) {
    position_ = node;
    places_.insert(node);
    const edi::Shape& shape = release_.segments[transaction_.nodes[node].segment];
    const std::uint64_t present = presence(shape);
    std::string text = shape.id;
    std::string separators;
    for (std::uint32_t position = 1; position <= shape.use_count; ++position) {
        separators += delimiters_.element;
        if ((present & bit(position)) == 0) continue;
        const edi::Use& use = release_.uses_of(shape)[position - 1];
        text += separators + element(use);
        separators.clear();
        const bool repeats = delimiters_.repetition != '\0' && use.repeat > 1;
        for (std::uint32_t more = repeats ? below(std::min<std::uint32_t>(use.repeat, 3)) : 0; more > 0; --more)
            text += delimiters_.repetition + element(use);
    }
    made_.push_back(text);
}

// Which positions are there: what is mandatory, some others, and what the notes ask for.
std::uint64_t DocumentGenerator::presence(const edi::Shape& shape) {
    for (int attempt = 0; attempt < 1000; ++attempt) {
        std::uint64_t present = shape.required;
        for (std::uint32_t position = 1; position <= shape.use_count; ++position)
            if (below(3) == 0) present |= bit(position);
        if (present == 0) present = bit(1 + below(shape.use_count));
        bool right = false;
        for (int round = 0; round < 20 && !right; ++round) {
            right = true;
            for (std::uint32_t index = 0; index < shape.note_count; ++index) {
                const edi::NoteResult result = edi::check_note(release_.notes_of(shape)[index], present);
                if (result.wrong == 0) continue;
                right = false;
                present = result.excluded ? present & ~(result.wrong & ~shape.required) : present | result.wrong;
            }
        }
        if (right) return present;
    }
    FAIL("the notes of " << shape.id << " cannot be kept");
    return 0;
}

std::string DocumentGenerator::element(const edi::Use& use) {
    if (use.composite == edi::none) return value(use);
    const edi::Shape& shape = release_.composites[use.composite];
    const std::uint64_t present = presence(shape);
    std::string text;
    std::string separators;
    for (std::uint32_t position = 1; position <= shape.use_count; ++position) {
        if ((present & bit(position)) != 0) {
            text += separators + value(release_.uses_of(shape)[position - 1]);
            separators.clear();
        }
        separators += delimiters_.component;
    }
    return text;
}

std::string DocumentGenerator::value(const edi::Use& use) {
    if (use.closed) {
        const auto& codes = release_.elements[use.element].codes;
        return codes.at(below(codes.size()));
    }
    if (use.type == edi::DataType::date) return use.max >= 8 ? "20280229" : "280229";
    if (use.type == edi::DataType::time) return use.max >= 6 && below(2) == 0 ? "235959" : "0915";
    const std::uint32_t size =
        use.min +
        below(std::max<std::uint32_t>(std::min<std::uint32_t>(use.max, longest_value), use.min) - use.min + 1u);
    const auto made = [&](std::string_view characters) {
        std::string text;
        for (std::uint32_t count = 0; count < size; ++count) text += characters[below(characters.size())];
        return text;
    };
    switch (use.type) {
        case edi::DataType::text: return released(made(text_));
        case edi::DataType::code:
        case edi::DataType::letters: return made(letters);
        default: break;
    }
    std::string number = made(digits);
    const bool has_mark = use.type != edi::DataType::number;
    if (has_mark && size > 1 && below(2) == 0) number.insert(1 + below(size - 1), 1, delimiters_.decimal_mark);
    return below(4) == 0 ? "-" + number : number;
}

std::string DocumentGenerator::released(const std::string& text) const {
    std::string result;
    for (const char c : text) {
        const bool special = c == delimiters_.element || c == delimiters_.component || c == delimiters_.segment ||
                             c == delimiters_.release || (c == delimiters_.repetition && c != '\0');
        if (special) result += delimiters_.release;
        result += c;
    }
    return result;
}

std::uint32_t DocumentGenerator::below(std::size_t bound) {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<std::uint32_t>((state_ >> 8u) % bound);
}

}  // namespace edi_test
