// What the engine reports of a transaction set, as data: the stable name, how bad it is, what it is about, and the code
// that each standard has for it: X12 by scope (TA105, AK905, AK502, AK304 or AK403), EDIFACT of data element 0085.
// docs/reference/x12-findings.md and edifact-findings.md list the same.
#pragma once

#include <crossdock/finding.h>

#include <array>
#include <cstdint>

namespace crossdock::edi {

// What `validate` switches on and off. Envelope rules have no level and are always checked.
enum Level : std::uint32_t {
    always = 0,
    syntax = 1,           // tags, number of elements, characters
    types = 2,            // lengths and data types
    usage = 4,            // repetition, what is mandatory
    codes = 8,            // code lists
    relational = 16,      // P R E C L notes
    counts = 32,          // control totals
    order = 64,           // where segments and loops may stand
    hierarchy = 128,      // the tree of HL
    partner_guide = 256,  // what a partner's guide asks beyond the dictionary
    all_levels = 511,
};

struct Rule {
    const char* name;  // follows the dialect's name in the code of a finding
    crossdock_severity severity;
    crossdock_scope scope;
    const char* x12_code;
    const char* edifact_code;
    Level level = always;
};

namespace rules {
inline constexpr auto error = CROSSDOCK_SEVERITY_ERROR;
inline constexpr auto warning = CROSSDOCK_SEVERITY_WARNING;
inline constexpr auto note = CROSSDOCK_SEVERITY_NOTE;
inline constexpr auto in_interchange = CROSSDOCK_SCOPE_INTERCHANGE;
inline constexpr auto in_group = CROSSDOCK_SCOPE_GROUP;
inline constexpr auto in_transaction = CROSSDOCK_SCOPE_TRANSACTION;
inline constexpr auto in_segment = CROSSDOCK_SCOPE_SEGMENT;
inline constexpr auto in_element = CROSSDOCK_SCOPE_ELEMENT;

inline constexpr Rule unknown_transaction_set{"unknown-transaction-set", error, in_transaction, "1", "14"};

inline constexpr Rule segment_too_long{"segment-too-long", error, in_segment, "8", "18"};
inline constexpr Rule empty_segment{"empty-segment", warning, in_segment, "1", "18", syntax};
inline constexpr Rule unknown_segment{"unknown-segment", error, in_segment, "1", "15", syntax};
inline constexpr Rule segment_not_in_set{"segment-not-in-set", error, in_segment, "6", "15", order};
inline constexpr Rule segment_out_of_order{"segment-out-of-order", error, in_segment, "7", "15", order};
inline constexpr Rule missing_segment{"missing-segment", error, in_segment, "3", "13", usage};
inline constexpr Rule loop_over_max{"loop-over-max", error, in_segment, "4", "36", usage};
inline constexpr Rule segment_over_max{"segment-over-max", error, in_segment, "5", "35", usage};

inline constexpr Rule missing_element{"missing-element", error, in_element, "1", "13", usage};
inline constexpr Rule missing_conditional{"missing-conditional-element", error, in_element, "2", "13", relational};
inline constexpr Rule exclusion_violated{"exclusion-violated", error, in_element, "10", "15", relational};
inline constexpr Rule too_many_elements{"too-many-elements", error, in_element, "3", "16", syntax};
inline constexpr Rule too_many_components{"too-many-components", error, in_element, "3", "16", syntax};
inline constexpr Rule too_many_repetitions{"too-many-repetitions", error, in_element, "3", "35", syntax};
inline constexpr Rule separator_in_data{"separator-in-data", warning, in_element, "6", "16", syntax};
inline constexpr Rule element_too_short{"element-too-short", error, in_element, "4", "40", types};
inline constexpr Rule element_too_long{"element-too-long", error, in_element, "5", "39", types};
inline constexpr Rule invalid_character{"invalid-character", error, in_element, "6", "21", syntax};
inline constexpr Rule character_outside_set{"character-outside-set", warning, in_element, "6", "21", syntax};
inline constexpr Rule bad_number{"bad-number", error, in_element, "6", "37", types};
inline constexpr Rule bad_code{"bad-code", error, in_element, "7", "12", codes};
inline constexpr Rule code_not_in_list{"code-not-in-list", note, in_element, "", "", codes};

inline constexpr Rule count_differs{"count-differs", warning, in_element, "7", "29", counts};

// Of findings themselves: the reader has stopped telling them one by one.
inline constexpr Rule findings_left_out{"findings-left-out", note, in_transaction, "", ""};
inline constexpr Rule interchange_given_up{"interchange-given-up", error, in_interchange, "024", "18"};

// Of dates and times, which are data types of X12 only.
inline constexpr Rule bad_date{"bad-date", error, in_element, "8", "12", types};
inline constexpr Rule bad_time{"bad-time", error, in_element, "9", "12", types};

// Of numbers and letters as EDIFACT has them.
inline constexpr Rule bad_decimal_notation{"bad-decimal-notation", error, in_element, "6", "19", types};
inline constexpr Rule no_digit_before_mark{"no-digit-before-decimal-mark", error, in_element, "6", "38", types};
inline constexpr Rule not_letters{"not-letters", error, in_element, "6", "37", types};

// Of the tree that HL numbers.
inline constexpr Rule hierarchy_duplicate{"hierarchy-id-repeated", error, in_element, "7", "", hierarchy};
inline constexpr Rule hierarchy_parent{"hierarchy-parent-unknown", error, in_element, "7", "", hierarchy};
inline constexpr Rule hierarchy_children{"hierarchy-children-differ", warning, in_element, "7", "", hierarchy};

// Of a partner's guide.
inline constexpr Rule guide_missing_segment{"guide-missing-segment", error, in_segment, "3", "13", partner_guide};
inline constexpr Rule guide_unused_segment{"guide-unused-segment", error, in_segment, "2", "15", partner_guide};
inline constexpr Rule guide_loop_over_max{"guide-loop-over-max", error, in_segment, "4", "36", partner_guide};
inline constexpr Rule guide_segment_over_max{"guide-segment-over-max", error, in_segment, "5", "35", partner_guide};
inline constexpr Rule guide_missing_element{"guide-missing-element", error, in_element, "1", "13", partner_guide};
inline constexpr Rule guide_unused_element{"guide-unused-element", error, in_element, "10", "15", partner_guide};
inline constexpr Rule guide_missing_conditional{
    "guide-missing-conditional-element", error, in_element, "2", "13", partner_guide};
inline constexpr Rule guide_exclusion_violated{
    "guide-exclusion-violated", error, in_element, "10", "15", partner_guide};
inline constexpr Rule guide_too_many_repetitions{
    "guide-too-many-repetitions", error, in_element, "3", "35", partner_guide};
inline constexpr Rule guide_element_too_short{"guide-element-too-short", error, in_element, "4", "40", partner_guide};
inline constexpr Rule guide_element_too_long{"guide-element-too-long", error, in_element, "5", "39", partner_guide};
inline constexpr Rule guide_bad_code{"guide-bad-code", error, in_element, "7", "12", partner_guide};

// What either standard can break.
inline constexpr std::array all{unknown_transaction_set,
                                segment_too_long,
                                empty_segment,
                                unknown_segment,
                                segment_not_in_set,
                                segment_out_of_order,
                                missing_segment,
                                loop_over_max,
                                segment_over_max,
                                missing_element,
                                missing_conditional,
                                exclusion_violated,
                                too_many_elements,
                                too_many_components,
                                too_many_repetitions,
                                separator_in_data,
                                element_too_short,
                                element_too_long,
                                invalid_character,
                                character_outside_set,
                                bad_number,
                                bad_code,
                                code_not_in_list,
                                count_differs};

inline constexpr std::array of_guides{guide_missing_segment,     guide_unused_segment,     guide_loop_over_max,
                                      guide_segment_over_max,    guide_missing_element,    guide_unused_element,
                                      guide_missing_conditional, guide_exclusion_violated, guide_too_many_repetitions,
                                      guide_element_too_short,   guide_element_too_long,   guide_bad_code};

inline constexpr std::array of_limits{findings_left_out, interchange_given_up};
inline constexpr std::array of_x12_types{bad_date, bad_time};
inline constexpr std::array of_hierarchy{hierarchy_duplicate, hierarchy_parent, hierarchy_children};

inline constexpr std::array of_edifact_types{bad_decimal_notation, no_digit_before_mark, not_letters};
}  // namespace rules

}  // namespace crossdock::edi
