/* Format: bytes to document and back. Pure and re-entrant: no I/O, no state between calls but what `split_open` makes,
 * no call back into the host but through the writers and event tables it is handed. So it runs in process or in a
 * worker alike. Every function here is [any-thread], several at once.
 */
#ifndef CROSSDOCK_FORMAT_H
#define CROSSDOCK_FORMAT_H

#include <crossdock/envelope.h>
#include <crossdock/output.h>
#include <crossdock/tape.h>

#define CROSSDOCK_FORMAT "crossdock.format/1"

/* Where `split` and `decode` report to; `context` is the first argument of each function. */
typedef struct crossdock_findings {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    void(CROSSDOCK_CALL* report)(void* context, const crossdock_finding* finding);
} crossdock_findings;

typedef struct crossdock_split_events {
    uint32_t struct_size;
    uint32_t reserved;
    void* context;
    void(CROSSDOCK_CALL* envelope_begin)(void* context, const crossdock_envelope* envelope);
    void(CROSSDOCK_CALL* transaction)(void* context, const crossdock_slice* slice);
    void(CROSSDOCK_CALL* envelope_end)(void* context, const crossdock_envelope_end* end);
    void(CROSSDOCK_CALL* finding)(void* context, const crossdock_finding* finding);
} crossdock_split_events;

/* Settings of the agreement or of the site for one call: `delimiters`, `validate`, `guide`, … as the adapter type's
 * documentation names them. */
typedef struct crossdock_format_options {
    uint32_t struct_size;
    uint32_t reserved;
    const crossdock_header_view* items;
    uint64_t count;
} crossdock_format_options;

typedef struct crossdock_decode_request {
    uint32_t struct_size;
    uint32_t first_segment;      /* of the slice, as `split` gave it */
    crossdock_bytes_view source; /* the slice's bytes; IN_SOURCE text offsets count from its first byte */
    uint64_t source_offset;      /* where the slice begins in the whole payload; added to positions */
    crossdock_text_view type;
    crossdock_text_view interchange_context;
    crossdock_text_view group_context;
    const crossdock_format_options* options; /* may be NULL */
} crossdock_decode_request;

typedef struct crossdock_encode_request {
    uint32_t struct_size;
    uint32_t reserved;
    crossdock_text_view type; /* `x12/004010/855`; for json, xml and csv the document's type */
    const crossdock_tape_view* document;
    const crossdock_format_options* options; /* may be NULL */
} crossdock_encode_request;

typedef struct crossdock_encoded_view {
    uint32_t struct_size;
    uint32_t reserved;
    crossdock_text_view type;
    crossdock_bytes_view bytes;
    const crossdock_slot* slots;
    uint64_t slot_count;
} crossdock_encoded_view;

typedef struct crossdock_assemble_request {
    uint32_t struct_size;
    uint32_t test; /* 1: marked as a test interchange */
    crossdock_party_view sender;
    crossdock_party_view receiver;
    crossdock_text_view group_sender;   /* GS02; empty: the interchange's */
    crossdock_text_view group_receiver; /* GS03; empty: the interchange's */
    int64_t time_ms;                    /* milliseconds since 1970 UTC, for the envelope's date and time */
    const crossdock_encoded_view* transactions;
    uint64_t transaction_count;
    uint64_t transaction_size;               /* sizeof(crossdock_encoded_view) as the host was built */
    const crossdock_format_options* options; /* may be NULL */
} crossdock_assemble_request;

typedef struct crossdock_format {
    uint32_t struct_size;
    uint32_t reserved;

    /* How sure the format is, 0 to 100, that bytes which begin like `head` are its own. */
    uint32_t(CROSSDOCK_CALL* probe)(void* self, crossdock_bytes_view head, crossdock_text_view name,
                                    crossdock_text_view content_type);

    /* The types it knows, one a line (`x12/004010/850`); none for a format that takes its types from schemas. */
    crossdock_status(CROSSDOCK_CALL* types)(void* self, crossdock_output* output, crossdock_error* error);

    /* The type of a message as a closed JSON Schema (docs/reference/type-model.md). NOT_FOUND for an unknown one. */
    crossdock_status(CROSSDOCK_CALL* describe)(void* self, crossdock_text_view type, crossdock_output* output,
                                               crossdock_error* error);

    /* Splitting is a stream: open, feed pieces in order, close. Events come inside feed and close; close reports what
     * is missing at the end. `split_abandon` frees a state that is not to be closed. After FAILED only abandon is
     * legal. */
    crossdock_status(CROSSDOCK_CALL* split_open)(void* self, const crossdock_split_events* events,
                                                 const crossdock_format_options* options, void** state,
                                                 crossdock_error* error);
    crossdock_status(CROSSDOCK_CALL* split_feed)(void* self, void* state, crossdock_bytes_view piece,
                                                 crossdock_error* error);
    crossdock_status(CROSSDOCK_CALL* split_close)(void* self, void* state, crossdock_error* error);
    void(CROSSDOCK_CALL* split_abandon)(void* self, void* state);

    /* One slice to a tape. OK with findings is the usual answer to bad content; FAILED when no document came of it. */
    crossdock_status(CROSSDOCK_CALL* decode)(void* self, const crossdock_decode_request* request,
                                             crossdock_tape_writer* tape, const crossdock_findings* findings,
                                             crossdock_error* error);

    /* A document to the bytes of one transaction. What the type or the charset does not allow is refused. */
    crossdock_status(CROSSDOCK_CALL* encode)(void* self, const crossdock_encode_request* request,
                                             crossdock_output* output, crossdock_error* error);

    /* Transactions to one payload: an interchange with its groups; for json, xml and csv a file with all documents. */
    crossdock_status(CROSSDOCK_CALL* assemble)(void* self, const crossdock_assemble_request* request,
                                               crossdock_output* output, crossdock_error* error);

    /* The acknowledgement of one group, or of one interchange, as the report says, as a document; its type is written
     * to `type` (`x12/004010/997`). The host asks for each group, and then for its interchange. NOT_SUPPORTED where
     * there is none to be sent: formats that have none, a level that the standard does not acknowledge, a group or an
     * interchange that must not or need not be acknowledged. */
    crossdock_status(CROSSDOCK_CALL* acknowledge)(void* self, const crossdock_group_report* report,
                                                  crossdock_tape_writer* tape, crossdock_output* type,
                                                  crossdock_error* error);

    /* The bytes that end an interchange of which `split` reported the headers, when it holds that many transactions in
     * the one group, or outside of groups when `group` is NULL: so that transactions are taken out as an interchange of
     * their own. Of the envelopes, context and control number are read. Optional: NULL, or beyond `struct_size`, and
     * NOT_SUPPORTED, mean that the format has no envelopes. */
    crossdock_status(CROSSDOCK_CALL* trailers)(void* self, const crossdock_envelope* interchange,
                                               const crossdock_envelope* group, uint64_t transactions,
                                               crossdock_output* output, crossdock_error* error);
} crossdock_format;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_findings, context) == 8, "findings.context");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_findings, report) == 16, "findings.report");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_split_events, context) == 8, "split_events.context");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_split_events, envelope_begin) == 16, "split_events.envelope_begin");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_split_events, transaction) == 24, "split_events.transaction");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_split_events, envelope_end) == 32, "split_events.envelope_end");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_split_events, finding) == 40, "split_events.finding");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format_options, items) == 8, "format_options.items");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format_options, count) == 16, "format_options.count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, first_segment) == 4, "decode_request.first_segment");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, source) == 8, "decode_request.source");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, source_offset) == 24, "decode_request.source_offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, type) == 32, "decode_request.type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, interchange_context) == 48, "decode_request.interchange");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, group_context) == 64, "decode_request.group_context");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_decode_request, options) == 80, "decode_request.options");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encode_request, type) == 8, "encode_request.type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encode_request, document) == 24, "encode_request.document");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encode_request, options) == 32, "encode_request.options");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encoded_view, type) == 8, "encoded_view.type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encoded_view, bytes) == 24, "encoded_view.bytes");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_encoded_view, slots) == 40, "encoded_view.slots");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, test) == 4, "assemble_request.test");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, sender) == 8, "assemble_request.sender");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, receiver) == 40, "assemble_request.receiver");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, group_sender) == 72, "assemble_request.group_sender");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, time_ms) == 104, "assemble_request.time_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, transactions) == 112, "assemble_request.transactions");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_assemble_request, options) == 136, "assemble_request.options");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, probe) == 8, "format.probe");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, types) == 16, "format.types");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, describe) == 24, "format.describe");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, split_open) == 32, "format.split_open");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, split_feed) == 40, "format.split_feed");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, split_close) == 48, "format.split_close");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, split_abandon) == 56, "format.split_abandon");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, decode) == 64, "format.decode");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, encode) == 72, "format.encode");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, assemble) == 80, "format.assemble");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, acknowledge) == 88, "format.acknowledge");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_format, trailers) == 96, "format.trailers");

#endif
