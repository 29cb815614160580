// Compiles the data elements, composites and segments of a release.
#include "plugins/edi/dictionary_compiler.hpp"

#include <crossdock/cpp/failure.hpp>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

[[noreturn]] void fail(const Dialect& dialect, const std::string& place, const std::string& what) {
    throw sdk::Failure::configuration(dialect.code("bad-dictionary"), fmt::format("{}: {}", place, what));
}

constexpr std::size_t segments_max = 2000;  // fill half of the index of tags

constexpr std::uint64_t bit(std::uint32_t position) { return std::uint64_t{1} << (position - 1); }

class ReleaseCompiler {
public:
    explicit ReleaseCompiler(const ReleaseSource& source) : source_(source) {}

    std::unique_ptr<const Release> compile() {
        release_->dialect = source_.dialect;
        release_->id = source_.id;
        for (const auto& [id, element] : source_.elements) {
            element_index_[id] = static_cast<std::uint16_t>(release_->elements.size());
            release_->elements.push_back(element);
            code_list_index_.push_back(element.codes.empty() ? none
                                                             : static_cast<std::uint16_t>(release_->code_lists.size()));
            if (!element.codes.empty()) release_->code_lists.emplace_back(element.codes);
        }
        for (const auto& [id, codes] : source_.code_names) {
            for (Element& element : release_->elements)
                if (element.id == id) element.code_names = codes.names;
            if (element_index_.find(id) == element_index_.end() && !codes.place.empty())
                fail(*source_.dialect, codes.place, fmt::format("`names` of element {}, which is not defined", id));
        }
        for (const auto& [id, composite] : source_.composites) {
            const Shape compiled = shape(composite);
            composite_index_[id] = static_cast<std::uint16_t>(release_->composites.size());
            release_->composites.push_back(compiled);
        }
        for (const auto& [tag, segment] : source_.segments) {
            if (tag.size() < 2 || tag.size() > 3)
                fail(*source_.dialect, segment.place, fmt::format("`{}` is no segment tag", tag));
            release_->segments.push_back(shape(segment));
        }
        if (release_->segments.size() > segments_max)
            fail(*source_.dialect, source_.id, fmt::format("more than {} segments in a release", segments_max));
        release_->tags = std::make_unique<const TagIndex>(release_->segments);
        return std::move(release_);
    }

private:
    Shape shape(const ShapeSource& source) {
        Shape shape;
        shape.id = source.id;
        shape.name = source.name;
        shape.first_use = static_cast<std::uint32_t>(release_->uses.size());
        shape.use_count = static_cast<std::uint16_t>(source.uses.size());
        std::uint32_t position = 0;
        std::uint16_t components = 0;
        for (const UseSource& use : source.uses) {
            ++position;
            if (use.required) shape.required |= bit(position);
            Use& last = release_->uses.emplace_back(compiled(use, source));
            last.components_before = components;
            if (last.composite != none)
                components = static_cast<std::uint16_t>(components + release_->composites[last.composite].use_count);
        }
        shape.first_note = static_cast<std::uint32_t>(release_->notes.size());
        shape.note_count = static_cast<std::uint16_t>(source.notes.size());
        for (const std::string& note : source.notes)
            release_->notes.push_back(compile_note(*source_.dialect, note, source.uses.size(), source.place));
        return shape;
    }

    [[nodiscard]] Use compiled(const UseSource& source, const ShapeSource& owner) const {
        Use use;
        use.repeat = source.repeat;
        use.required = source.required;
        if (const auto found = element_index_.find(source.id); found != element_index_.end()) {
            const Element& element = release_->elements[found->second];
            use.element = found->second;
            use.min = element.min;
            use.max = element.max;
            use.type = element.type;
            use.closed = element.closed;
            use.codes = code_list_index_[found->second];
        } else if (const auto composite = composite_index_.find(source.id); composite != composite_index_.end()) {
            use.composite = composite->second;
        } else {
            fail(*source_.dialect, owner.place,
                 fmt::format("{} uses element {}, which is not defined", owner.id, source.id));
        }
        return use;
    }

    const ReleaseSource& source_;
    std::unique_ptr<Release> release_ = std::make_unique<Release>();
    std::map<std::string, std::uint16_t, std::less<>> element_index_;
    std::vector<std::uint16_t> code_list_index_;  // by element
    std::map<std::string, std::uint16_t, std::less<>> composite_index_;
};

}  // namespace

TagIndex::TagIndex(const std::vector<Shape>& segments) {
    for (std::size_t index = 0; index < segments.size(); ++index) {
        const std::uint32_t key = pack(segments[index].id);
        std::uint32_t slot = hash(key);
        while (slots_[slot].key != 0) slot = (slot + 1) & (size - 1);
        slots_[slot] = {key, static_cast<std::uint16_t>(index)};
    }
}

// `C0405`: the kind, then positions of two digits each.
Note compile_note(const Dialect& dialect, std::string_view text, std::size_t uses, const std::string& place) {
    Note note;
    note.kind = text.empty() ? ' ' : text[0];
    if (std::string_view("PRECL").find(note.kind) == std::string_view::npos || text.size() < 5 || text.size() % 2 == 0)
        fail(dialect, place,
             fmt::format("`{}` is no relational note: a letter of PRECL and two or more positions are right", text));
    for (std::size_t at = 1; at < text.size(); at += 2) {
        const auto position = static_cast<std::uint32_t>((text[at] - '0') * 10 + (text[at + 1] - '0'));
        if (position == 0 || position > uses)
            fail(dialect, place, fmt::format("note {} names position {}, but there are {}", text, position, uses));
        if (at == 1) note.first = bit(position);
        note.all |= bit(position);
    }
    return note;
}

std::unique_ptr<const Release> compile_release(const ReleaseSource& source) {
    return ReleaseCompiler(source).compile();
}

}  // namespace crossdock::edi
