/* What a format noticed in a document, precise enough to show, to acknowledge and to correct. */
#ifndef CROSSDOCK_FINDING_H
#define CROSSDOCK_FINDING_H

#include <crossdock/types.h>

typedef uint32_t crossdock_severity;
#define CROSSDOCK_SEVERITY_ERROR 1u   /* the transaction (group, interchange) is rejected for it */
#define CROSSDOCK_SEVERITY_WARNING 2u /* accepted, and said so */
#define CROSSDOCK_SEVERITY_NOTE 3u    /* for people only; never acknowledged */

/* What a finding is about. */
typedef uint32_t crossdock_scope;
#define CROSSDOCK_SCOPE_INTERCHANGE 1u
#define CROSSDOCK_SCOPE_GROUP 2u
#define CROSSDOCK_SCOPE_TRANSACTION 3u
#define CROSSDOCK_SCOPE_SEGMENT 4u /* a segment, a record, an object */
#define CROSSDOCK_SCOPE_ELEMENT 5u /* an element, a field, a value */

typedef struct crossdock_finding {
    uint32_t struct_size;
    crossdock_severity severity;
    crossdock_scope scope;
    uint32_t segment;             /* number in the interchange, 1 first; JSON, XML, CSV: the line; 0: unknown */
    uint32_t transaction_segment; /* number in the transaction with ST or UNH as 1; 0: not in one */
    uint16_t element;             /* 1 first; 0: the segment as a whole */
    uint16_t component;           /* 1 first; 0: the element as a whole */
    uint16_t repetition;          /* 1 first; 0: does not repeat */
    uint16_t reserved[3];
    uint64_t offset;                       /* byte offset in the whole payload */
    uint64_t size;                         /* how many bytes it concerns; 0: a place, not a stretch */
    crossdock_text_view code;              /* ours, stable: `x12.element-too-long` */
    crossdock_text_view text;              /* a sentence for a person: what is wrong, what would be right */
    crossdock_text_view value;             /* the offending text, cut to 100 bytes */
    crossdock_text_view path;              /* `PO1[3]/PO102`, `/lines/2/quantity`; empty: unknown */
    crossdock_text_view tag;               /* the segment's tag; empty: none */
    crossdock_text_view loop;              /* the loop's id where the standard has one; empty: none */
    crossdock_text_view element_reference; /* the data element's number in the standard (`330`); empty: none */
    crossdock_text_view standard_code; /* the standard's own code in this scope (AK304, AK403, AK502, AK905, TA105) */
} crossdock_finding;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, severity) == 4, "finding.severity");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, scope) == 8, "finding.scope");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, segment) == 12, "finding.segment");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, transaction_segment) == 16, "finding.transaction_segment");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, element) == 20, "finding.element");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, component) == 22, "finding.component");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, repetition) == 24, "finding.repetition");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, reserved) == 26, "finding.reserved");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, offset) == 32, "finding.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, size) == 40, "finding.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, code) == 48, "finding.code");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, text) == 64, "finding.text");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, value) == 80, "finding.value");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, path) == 96, "finding.path");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, tag) == 112, "finding.tag");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, loop) == 128, "finding.loop");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, element_reference) == 144, "finding.element_reference");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_finding, standard_code) == 160, "finding.standard_code");

#endif
