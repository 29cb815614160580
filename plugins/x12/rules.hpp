// Everything that the plugin reports, as data: the stable code, how bad it is, what it is about, and the standard's own
// code for it (TA105, AK905, AK502, AK304 or AK403 by scope). docs/reference/x12-findings.md lists the same.
#pragma once

#include <crossdock/finding.h>

#include <array>
#include <cstdint>

namespace crossdock::x12 {

// What `validate` switches on and off. Envelope rules have no level and are always checked.
enum Level : std::uint32_t {
    always = 0,
    syntax = 1,       // tags, number of elements, characters
    types = 2,        // lengths and data types
    usage = 4,        // order, repetition, what is mandatory
    codes = 8,        // closed code lists
    relational = 16,  // P R E C L notes
    counts = 32,      // CTT01
    all_levels = 63,
};

struct Rule {
    const char* code;
    crossdock_severity severity;
    crossdock_scope scope;
    const char* standard_code;
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

inline constexpr Rule empty_payload{"x12.empty-payload", error, in_interchange, "023"};
inline constexpr Rule not_edi{"x12.not-edi", error, in_interchange, "022"};
inline constexpr Rule byte_order_mark{"x12.byte-order-mark", note, in_interchange, ""};
inline constexpr Rule junk_text{"x12.junk-text", warning, in_interchange, ""};
inline constexpr Rule acknowledgement_outside{"x12.acknowledgement-outside-interchange", note, in_interchange, ""};
inline constexpr Rule header_malformed{"x12.interchange-header-malformed", error, in_interchange, "022"};
inline constexpr Rule header_truncated{"x12.interchange-header-truncated", error, in_interchange, "023"};
inline constexpr Rule header_value{"x12.interchange-header-value", warning, in_interchange, "022"};
inline constexpr Rule interchange_count{"x12.interchange-count", error, in_interchange, "021"};
inline constexpr Rule interchange_control{"x12.interchange-control-number", error, in_interchange, "001"};
inline constexpr Rule missing_interchange_trailer{"x12.missing-interchange-trailer", error, in_interchange, "023"};
inline constexpr Rule missing_terminator{"x12.missing-terminator", warning, in_interchange, ""};
inline constexpr Rule segment_outside_envelope{"x12.segment-outside-envelope", error, in_interchange, "024"};

inline constexpr Rule group_header_malformed{"x12.group-header-malformed", error, in_group, "6"};
inline constexpr Rule unknown_functional_id{"x12.unknown-functional-id", error, in_group, "1"};
inline constexpr Rule unknown_release{"x12.unknown-release", error, in_group, "2"};
inline constexpr Rule missing_group_trailer{"x12.missing-group-trailer", error, in_group, "3"};
inline constexpr Rule group_control{"x12.group-control-number", error, in_group, "4"};
inline constexpr Rule group_count{"x12.group-count", error, in_group, "5"};

inline constexpr Rule unknown_transaction_set{"x12.unknown-transaction-set", error, in_transaction, "1"};
inline constexpr Rule missing_transaction_trailer{"x12.missing-transaction-trailer", error, in_transaction, "2"};
inline constexpr Rule transaction_control{"x12.transaction-control-number", error, in_transaction, "3"};
inline constexpr Rule segment_count{"x12.segment-count", error, in_transaction, "4"};
inline constexpr Rule transaction_set_mismatch{"x12.transaction-set-mismatch", warning, in_transaction, "6"};
inline constexpr Rule missing_control_number{"x12.missing-transaction-control-number", error, in_transaction, "7"};

inline constexpr Rule segment_too_long{"x12.segment-too-long", error, in_segment, "8"};
inline constexpr Rule empty_segment{"x12.empty-segment", warning, in_segment, "1", syntax};
inline constexpr Rule unknown_segment{"x12.unknown-segment", error, in_segment, "1", syntax};
inline constexpr Rule segment_not_in_set{"x12.segment-not-in-set", error, in_segment, "6", usage};
inline constexpr Rule segment_out_of_order{"x12.segment-out-of-order", error, in_segment, "7", usage};
inline constexpr Rule missing_segment{"x12.missing-segment", error, in_segment, "3", usage};
inline constexpr Rule loop_over_max{"x12.loop-over-max", error, in_segment, "4", usage};
inline constexpr Rule segment_over_max{"x12.segment-over-max", error, in_segment, "5", usage};

inline constexpr Rule missing_element{"x12.missing-element", error, in_element, "1", usage};
inline constexpr Rule missing_conditional{"x12.missing-conditional-element", error, in_element, "2", relational};
inline constexpr Rule exclusion_violated{"x12.exclusion-violated", error, in_element, "10", relational};
inline constexpr Rule too_many_elements{"x12.too-many-elements", error, in_element, "3", syntax};
inline constexpr Rule too_many_components{"x12.too-many-components", error, in_element, "3", syntax};
inline constexpr Rule too_many_repetitions{"x12.too-many-repetitions", error, in_element, "3", syntax};
inline constexpr Rule separator_in_data{"x12.separator-in-data", warning, in_element, "6", syntax};
inline constexpr Rule element_too_short{"x12.element-too-short", error, in_element, "4", types};
inline constexpr Rule element_too_long{"x12.element-too-long", error, in_element, "5", types};
inline constexpr Rule invalid_character{"x12.invalid-character", error, in_element, "6", syntax};
inline constexpr Rule character_outside_set{"x12.character-outside-set", warning, in_element, "6", syntax};
inline constexpr Rule bad_number{"x12.bad-number", error, in_element, "6", types};
inline constexpr Rule bad_code{"x12.bad-code", error, in_element, "7", codes};
inline constexpr Rule bad_date{"x12.bad-date", error, in_element, "8", types};
inline constexpr Rule bad_time{"x12.bad-time", error, in_element, "9", types};
inline constexpr Rule count_differs{"x12.ctt-count", warning, in_element, "7", counts};

inline constexpr std::array all{empty_payload,
                                not_edi,
                                byte_order_mark,
                                junk_text,
                                acknowledgement_outside,
                                header_malformed,
                                header_truncated,
                                header_value,
                                interchange_count,
                                interchange_control,
                                missing_interchange_trailer,
                                missing_terminator,
                                segment_outside_envelope,
                                group_header_malformed,
                                unknown_functional_id,
                                unknown_release,
                                missing_group_trailer,
                                group_control,
                                group_count,
                                unknown_transaction_set,
                                missing_transaction_trailer,
                                transaction_control,
                                segment_count,
                                transaction_set_mismatch,
                                missing_control_number,
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
                                bad_date,
                                bad_time,
                                count_differs};
}  // namespace rules

}  // namespace crossdock::x12
