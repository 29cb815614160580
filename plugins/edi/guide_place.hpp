// How a guide names what it is about: by the names of the document, as maps do. `BEG05` is that element wherever BEG
// stands, `PO1-loop/N1-loop/N3` a segment, `N1-loop[N101=ST|BT]/N4` one under a condition.
#pragma once

#include "plugins/edi/dictionary.hpp"
#include "plugins/edi/guide_source.hpp"

namespace crossdock::edi {

// An element or component by its name on the tape: `REF02`, `C50601-2`.
struct ElementLabel {
    std::string tag;
    Place place;
};

struct GuideStep {
    std::string name;  // of a segment or loop among its siblings: `N1-loop-2`
    std::string text;  // as written
    ElementLabel condition;
    std::vector<std::string> codes;  // none: no condition
    std::size_t column = 0;
};

struct GuidePlace {
    std::vector<GuideStep> steps;  // segments and loops from the set's own children on
    ElementLabel element;          // no tag: a segment or a loop is meant
    std::string text;              // as written
    std::size_t line = 0;
    std::size_t column = 0;

    [[nodiscard]] bool is_element() const { return !element.tag.empty(); }
};

// `REF04-2`, or nothing where the text is no such name.
[[nodiscard]] std::optional<ElementLabel> read_element_label(std::string_view text);

// Throws sdk::Failure (configuration) naming the place in the guide.
[[nodiscard]] GuidePlace read_guide_place(const GuideSource& guide, std::size_t line, const GuideWord& word);

}  // namespace crossdock::edi
