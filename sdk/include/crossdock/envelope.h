/* Envelopes and the transactions inside them, as a format's `split` reports them and `acknowledge` takes them back. */
#ifndef CROSSDOCK_ENVELOPE_H
#define CROSSDOCK_ENVELOPE_H

#include <crossdock/finding.h>

typedef struct crossdock_party_view {
    crossdock_text_view qualifier; /* ISA05, GS has none, UNB S002/0007 */
    crossdock_text_view id;        /* trimmed */
} crossdock_party_view;

typedef uint32_t crossdock_envelope_level;
#define CROSSDOCK_ENVELOPE_INTERCHANGE 1u /* ISA, UNB */
#define CROSSDOCK_ENVELOPE_GROUP 2u       /* GS, UNG */

/* The header of an interchange or a group. */
typedef struct crossdock_envelope {
    uint32_t struct_size;
    crossdock_envelope_level level;
    uint32_t test;                      /* 1: a test interchange (ISA15 = T, UNB 0035 = 1) */
    uint32_t acknowledgement_requested; /* 1: ISA14, UNB 0031 */
    crossdock_party_view sender;
    crossdock_party_view receiver;
    crossdock_text_view control_number;
    crossdock_text_view version;       /* `00401`; of a group `004010` */
    crossdock_text_view functional_id; /* of a group: GS01 */
    crossdock_text_view date;          /* as written */
    crossdock_text_view time;          /* as written */
    crossdock_text_view context;       /* opaque; comes back to decode and acknowledge (delimiters, releases) */
    uint64_t offset;
    uint32_t segment;
    uint32_t reserved;
} crossdock_envelope;

/* The end of an interchange or a group. Without a trailer `complete` is 0 and a finding says so. */
typedef struct crossdock_envelope_end {
    uint32_t struct_size;
    crossdock_envelope_level level;
    uint32_t complete;
    uint32_t counted;  /* transactions (of an interchange: groups) that came */
    uint32_t declared; /* what the trailer says; 0 without one */
    uint32_t reserved;
    uint64_t offset; /* of the first byte after the envelope */
} crossdock_envelope_end;

/* One transaction: a slice of the payload. The findings that `split` made inside it were reported before it. Headers and
 * transactions are reported in the order in which they lie in the payload, of which all up to there was fed, and do not
 * overlap. */
typedef struct crossdock_slice {
    uint32_t struct_size;
    uint32_t complete; /* 0: cut off, or its trailer is missing; it must not be processed */
    uint64_t offset;   /* in the whole payload */
    uint64_t size;
    uint32_t first_segment; /* number in the interchange of its first segment (EDI), or its line; 1 first */
    uint32_t segment_count;
    crossdock_text_view type;           /* `x12/004010/850`; empty where only the agreement knows */
    crossdock_text_view control_number; /* ST02, UNH 0062; empty: none */
    crossdock_text_view message_code;   /* for the acknowledgement: ST01, UNH S009 as `ORDERS:D:96A:UN`; empty: none */
} crossdock_slice;

/* What the host decided about a transaction, for `acknowledge`. */
typedef uint32_t crossdock_decision;
#define CROSSDOCK_DECISION_ACCEPTED 1u
#define CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS 2u
#define CROSSDOCK_DECISION_REJECTED 3u

typedef struct crossdock_transaction_report {
    uint32_t struct_size;
    crossdock_decision decision;
    crossdock_text_view message_code;
    crossdock_text_view control_number;
    const crossdock_finding* findings;
    uint64_t finding_count;
    uint64_t finding_size; /* sizeof(crossdock_finding) as the host was built */
} crossdock_transaction_report;

struct crossdock_format_options;

/* All that an acknowledgement of one group, or of one interchange, needs. */
typedef struct crossdock_group_report {
    uint32_t struct_size;
    crossdock_decision decision;
    crossdock_envelope interchange;
    crossdock_envelope group;
    crossdock_envelope_end group_end;
    const crossdock_finding* findings; /* of the group itself */
    uint64_t finding_count;
    const crossdock_transaction_report* transactions;
    uint64_t transaction_count;
    uint64_t finding_size;
    uint64_t transaction_size; /* sizeof(crossdock_transaction_report) as the host was built */
    /* Transactions that were accepted without errors and are not listed, in a group too large to list them all. In the
     * report of an interchange the first of them with each message code is listed all the same (of a hundred codes). */
    uint64_t unlisted_count;
    /* Settings of the agreement for this call; may be NULL. */
    const struct crossdock_format_options* options;
    /* INTERCHANGE: the report is about the interchange as a whole. Then decision and findings are the interchange's,
     * `group`, `group_end` and `transactions` are empty, and `groups` has what is in it, each with its decision. Any
     * other value, and a report too short to hold it: about the group. */
    crossdock_envelope_level level;
    uint32_t reserved;
    /* The groups of the interchange. One whose `group` has no control number holds the transactions that stand outside
     * of groups. */
    const struct crossdock_group_report* groups;
    uint64_t group_count;
    uint64_t group_size;                    /* sizeof(crossdock_group_report) as the host was built */
    crossdock_envelope_end interchange_end; /* of the interchange that the report is about */
} crossdock_group_report;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, level) == 4, "envelope.level");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, test) == 8, "envelope.test");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, sender) == 16, "envelope.sender");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, receiver) == 48, "envelope.receiver");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, control_number) == 80, "envelope.control_number");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, version) == 96, "envelope.version");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, functional_id) == 112, "envelope.functional_id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, date) == 128, "envelope.date");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, time) == 144, "envelope.time");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, context) == 160, "envelope.context");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, offset) == 176, "envelope.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope, segment) == 184, "envelope.segment");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope_end, complete) == 8, "envelope_end.complete");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_envelope_end, offset) == 24, "envelope_end.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, complete) == 4, "slice.complete");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, offset) == 8, "slice.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, size) == 16, "slice.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, first_segment) == 24, "slice.first_segment");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, type) == 32, "slice.type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, control_number) == 48, "slice.control_number");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slice, message_code) == 64, "slice.message_code");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_transaction_report, decision) == 4, "transaction_report.decision");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_transaction_report, message_code) == 8, "transaction_report.message_code");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_transaction_report, findings) == 40, "transaction_report.findings");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, decision) == 4, "group_report.decision");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, interchange) == 8, "group_report.interchange");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, group) == 200, "group_report.group");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, group_end) == 392, "group_report.group_end");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, findings) == 424, "group_report.findings");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, transactions) == 440, "group_report.transactions");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, unlisted_count) == 472, "group_report.unlisted_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, options) == 480, "group_report.options");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, level) == 488, "group_report.level");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, groups) == 496, "group_report.groups");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, group_count) == 504, "group_report.group_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_group_report, interchange_end) == 520, "group_report.interchange_end");

#endif
