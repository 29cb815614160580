// Puts a segment's elements on the tape and checks them against the dictionary.
#pragma once

#include "plugins/edi/components.hpp"
#include "plugins/edi/decode_context.hpp"
#include "plugins/edi/loop_walker.hpp"

#include <utility>

namespace crossdock::edi {

// Operation: `read` for each segment. The tape must have room for `room` events.
// Concurrency: one thread.
class ElementReader {
public:
    ElementReader(DecodeContext& context, const LoopWalker& walker) : context_(context), walker_(walker) {}

    // The most events that a segment's elements take.
    [[nodiscard]] static std::uint64_t room(const ScannedSegment& segment, const Delimiters& delimiters);
    // Checks the elements; with `on_tape` they are appended too.
    void read(const ScannedSegment& segment, std::uint16_t index, bool on_tape);

private:
    struct Spot {
        const ScannedSegment* segment = nullptr;
        const Shape* shape = nullptr;
        std::uint16_t element = 0;
        std::uint32_t component = 0;
        std::uint32_t repetition = 0;

        [[nodiscard]] std::uint16_t short_component() const { return position_in_16_bits(component); }
        [[nodiscard]] std::uint16_t short_repetition() const { return position_in_16_bits(repetition); }
    };

    [[nodiscard]] bool is_blank(const Use& use, std::string_view text) const;
    void split_element(const Spot& spot, const Use& use, std::string_view text, std::uint32_t name, bool on_tape);
    void composite(const Spot& spot, const Use& use, std::string_view text, std::uint32_t name, bool on_tape);
    void value(const Spot& spot, const Use& use, std::string_view text, std::uint32_t name, bool on_tape);
    void unusual_value(const Spot& spot, const Use& use, std::string_view text, std::uint32_t name, bool on_tape);
    [[nodiscard]] bool is_listed(const Use& use, std::string_view text) const {
        return use.codes == none || context_.release().code_lists[use.codes].has(text);
    }
    void report_code(const Spot& spot, const Use& use, std::string_view text, std::string_view clear);
    void replace_text(std::string_view text);
    void check_presence(const Spot& spot, const Shape& shape, std::uint64_t present, bool in_composite) {
        if ((shape.required & ~present) != 0 || shape.note_count != 0)
            report_presence(spot, shape, present, in_composite);
    }
    void report_presence(const Spot& spot, const Shape& shape, std::uint64_t present, bool in_composite);
    void report_further_elements(Spot spot);
    void report_further_components(const Spot& spot, const Shape& shape, std::string_view text);
    void report_divided(const Spot& spot, const Use& use, std::string_view text);
    [[nodiscard]] std::uint32_t component_name(const Spot& spot) const;
    void report_element(const Rule& rule, const Spot& spot, std::string_view value, const Use* use,
                        const std::string& text);
    [[nodiscard]] static std::string label(const Spot& spot);

    DecodeContext& context_;
    const LoopWalker& walker_;
    bool simple_ = false;  // the segment at hand: what its elements mean is what they look like
    std::vector<std::pair<std::uint16_t, std::string>> noted_;  // elements and their values outside open lists
};

}  // namespace crossdock::edi
