// What is reported of envelopes, as data. docs/reference/x12-findings.md and edifact-findings.md list the same.
#pragma once

#include "plugins/edi/rules.hpp"

namespace crossdock::edi::rules {

inline constexpr Rule empty_payload{"empty-payload", error, in_interchange, "023", ""};
inline constexpr Rule not_edi{"not-edi", error, in_interchange, "022", ""};
inline constexpr Rule byte_order_mark{"byte-order-mark", note, in_interchange, "", ""};
inline constexpr Rule junk_text{"junk-text", warning, in_interchange, "", ""};
inline constexpr Rule header_malformed{"interchange-header-malformed", error, in_interchange, "022", "18"};
inline constexpr Rule header_truncated{"interchange-header-truncated", error, in_interchange, "023", "18"};
inline constexpr Rule header_value{"interchange-header-value", warning, in_interchange, "022", "12"};
inline constexpr Rule interchange_count{"interchange-count", error, in_interchange, "021", "29"};
inline constexpr Rule interchange_control{"interchange-control-number", error, in_interchange, "001", "28"};
inline constexpr Rule missing_interchange_trailer{"missing-interchange-trailer", error, in_interchange, "023", "13"};
inline constexpr Rule missing_terminator{"missing-terminator", warning, in_interchange, "", ""};
inline constexpr Rule segment_outside_envelope{"segment-outside-envelope", error, in_interchange, "024", "33"};
inline constexpr Rule group_header_malformed{"group-header-malformed", error, in_group, "6", "12"};
inline constexpr Rule missing_group_trailer{"missing-group-trailer", error, in_group, "3", "13"};
inline constexpr Rule group_control{"group-control-number", error, in_group, "4", "28"};
inline constexpr Rule group_count{"group-count", error, in_group, "5", "29"};
inline constexpr Rule missing_transaction_trailer{"missing-transaction-trailer", error, in_transaction, "2", "13"};
inline constexpr Rule transaction_control{"transaction-control-number", error, in_transaction, "3", "28"};
inline constexpr Rule segment_count{"segment-count", error, in_transaction, "4", "29"};
inline constexpr Rule transaction_set_mismatch{"transaction-set-mismatch", warning, in_transaction, "6", "31"};
inline constexpr Rule missing_control_number{"missing-transaction-control-number", error, in_transaction, "7", "13"};

// Of X12 alone.
inline constexpr Rule acknowledgement_outside{"acknowledgement-outside-interchange", note, in_interchange, "", ""};
inline constexpr Rule unknown_functional_id{"unknown-functional-id", error, in_group, "1", "14"};
inline constexpr Rule unknown_release{"unknown-release", error, in_group, "2", "14"};

// Of EDIFACT alone.
inline constexpr Rule nothing_inside{"nothing-inside", warning, in_interchange, "", "32"};
inline constexpr Rule groups_mixed{"groups-and-messages-mixed", error, in_interchange, "", "30"};

// What envelopes of either standard can break.
inline constexpr std::array of_envelopes{empty_payload,
                                         not_edi,
                                         byte_order_mark,
                                         junk_text,
                                         header_malformed,
                                         header_truncated,
                                         header_value,
                                         interchange_count,
                                         interchange_control,
                                         missing_interchange_trailer,
                                         missing_terminator,
                                         segment_outside_envelope,
                                         group_header_malformed,
                                         missing_group_trailer,
                                         group_control,
                                         group_count,
                                         missing_transaction_trailer,
                                         transaction_control,
                                         segment_count,
                                         transaction_set_mismatch,
                                         missing_control_number};

inline constexpr std::array of_x12_envelopes{acknowledgement_outside, unknown_functional_id, unknown_release};
inline constexpr std::array of_edifact_envelopes{nothing_inside, groups_mixed};
}  // namespace crossdock::edi::rules
