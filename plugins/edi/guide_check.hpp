// Compares a transaction with what its partner's guide asks beyond the dictionary.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edi/components.hpp"
#include "plugins/edi/delimiters.hpp"
#include "plugins/edi/guide.hpp"
#include "plugins/edi/segment_scanner.hpp"

#include <functional>

namespace crossdock::edi {

// What broke the guide, and where. Valid during the call that hands it over.
struct GuideBreach {
    const Rule& rule;
    const ScannedSegment* segment;  // at hand; null at the end of the transaction
    std::string_view tag;           // of the segment that it is about
    Place place;                    // of the element; nowhere: the whole segment or loop
    std::uint16_t repetition;
    std::string_view value;
    const Use* use;  // of the element; null without one
    std::string text;
};

// Operation: `segment` for each in order, `node` being its place in the set or 0, then `finish`. Breaches are handed to
// `take` at once. Concurrency: one thread. Borrows the set, which has a guide, and the characters.
class GuideCheck {
public:
    // `levels`: what of the dictionary is checked too, so that nothing is said twice.
    GuideCheck(const Transaction& transaction, const Delimiters& delimiters, const CharacterSet& characters,
               std::uint32_t levels, std::function<void(const GuideBreach&)> take);

    void segment(std::uint16_t index, std::uint16_t node, const ScannedSegment& segment);
    void finish();

private:
    void enter(std::uint16_t node, const ScannedSegment& segment);
    void count(std::uint16_t node, const ScannedSegment& segment);
    void close(const ScannedSegment* segment);
    void check_element(const GuideRule& rule, const ScannedSegment& segment);
    void check_value(const GuideRule& rule, const ScannedSegment& segment, std::string_view text,
                     std::uint16_t repetition);
    void check_note(const GuideRule& rule, const ScannedSegment& segment);
    [[nodiscard]] std::string_view element_of(const ScannedSegment& segment, std::uint16_t element) const;
    // `take(text, repetition)`.
    template <typename Take>
    void each_value(const Place& place, const ScannedSegment& segment, const Take& take) const;
    [[nodiscard]] bool holds(const GuideCondition& condition, const ScannedSegment& segment) const;
    [[nodiscard]] bool holds_around(const GuideRule& rule) const;
    [[nodiscard]] std::string clear(const ScannedSegment& segment, std::string_view text) const;
    void report_node(const Rule& broken, const GuideRule& rule, const ScannedSegment* segment, const std::string& text);
    void report_element(const Rule& broken, const GuideRule& rule, const ScannedSegment& segment, Place place,
                        std::uint16_t repetition, std::string_view value, const std::string& text);
    [[nodiscard]] const std::string& tag(std::uint16_t node) const;

    const Transaction& transaction_;
    const Release& release_;
    const Guide& guide_;
    Delimiters delimiters_;
    const CharacterSet& characters_;
    std::uint32_t levels_;
    std::function<void(const GuideBreach&)> take_;
    std::vector<std::uint16_t> open_{0};  // loops, the set first
    std::vector<std::uint32_t> counts_;   // by rule: in the loop that is open around it
    std::vector<std::uint8_t> holding_;   // by condition: of the loop that is open
};

}  // namespace crossdock::edi
