/* The format of a right frame: a payload is one transaction, its document one value with all of its text. */
#ifndef CROSSDOCK_TESTS_BROKEN_INTERFACE_FORMAT_H
#define CROSSDOCK_TESTS_BROKEN_INTERFACE_FORMAT_H

#include <crossdock/tape_writer.h>

#define BROKEN_INTERFACE CROSSDOCK_INTERFACE_FORMAT
#define BROKEN_EXTENSION CROSSDOCK_FORMAT

typedef struct broken_split {
    const crossdock_split_events* events;
    uint64_t size;
} broken_split;

#ifdef BROKEN_IN_FEED
static void BROKEN_IN_FEED(broken_split* split, crossdock_bytes_view piece);
#endif
#ifdef BROKEN_IN_DECODE
static crossdock_status BROKEN_IN_DECODE(const crossdock_decode_request* request, crossdock_tape_writer* tape,
                                         crossdock_error* error);
#endif
#ifdef BROKEN_TRAILERS
static crossdock_status CROSSDOCK_CALL BROKEN_TRAILERS(void* self, const crossdock_envelope* interchange,
                                                       const crossdock_envelope* group, uint64_t transactions,
                                                       crossdock_output* output, crossdock_error* error);
#else
#define BROKEN_TRAILERS NULL
#endif
#ifndef BROKEN_PROBE
#define BROKEN_PROBE 60
#endif
#ifndef BROKEN_SLICE_SIZE
#define BROKEN_SLICE_SIZE(split) ((split)->size)
#endif
#ifndef BROKEN_TAPE_END
#define BROKEN_TAPE_END CROSSDOCK_TAPE_END
#endif
#ifndef BROKEN_ABANDON
#define BROKEN_ABANDON free
#endif

static uint32_t CROSSDOCK_CALL broken_probe(void* self, crossdock_bytes_view head, crossdock_text_view name,
                                            crossdock_text_view content_type) {
    (void)self, (void)head, (void)name, (void)content_type;
    return BROKEN_PROBE;
}

static crossdock_status CROSSDOCK_CALL broken_types(void* self, crossdock_output* output, crossdock_error* error) {
    (void)self, (void)output, (void)error;
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_describe(void* self, crossdock_text_view type, crossdock_output* output,
                                                       crossdock_error* error) {
    (void)self, (void)type, (void)output, (void)error;
    return CROSSDOCK_NOT_FOUND;
}

static crossdock_status CROSSDOCK_CALL broken_split_open(void* self, const crossdock_split_events* events,
                                                         const crossdock_format_options* options, void** state,
                                                         crossdock_error* error) {
    broken_split* split = (broken_split*)calloc(1, sizeof *split);
    (void)self, (void)options;
    if (split == NULL) {
        broken_fail(error, "broken.out-of-memory", "memory ran out");
        return CROSSDOCK_FAILED;
    }
    split->events = events;
    *state = split;
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_split_feed(void* self, void* state, crossdock_bytes_view piece,
                                                         crossdock_error* error) {
    (void)self, (void)error;
#ifdef BROKEN_IN_FEED
    BROKEN_IN_FEED((broken_split*)state, piece);
#endif
    ((broken_split*)state)->size += piece.size;
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_split_close(void* self, void* state, crossdock_error* error) {
    broken_split* split = (broken_split*)state;
    crossdock_slice slice;
    (void)self, (void)error;
    memset(&slice, 0, sizeof slice);
    slice.struct_size = (uint32_t)sizeof slice;
    slice.complete = 1;
    slice.size = BROKEN_SLICE_SIZE(split);
    slice.first_segment = 1;
    slice.segment_count = 1;
    split->events->transaction(split->events->context, &slice);
#ifdef BROKEN_REPEATS_SLICE
    split->events->transaction(split->events->context, &slice);
#endif
    free(split);
    return CROSSDOCK_OK;
}

static void CROSSDOCK_CALL broken_split_abandon(void* self, void* state) {
    (void)self;
    BROKEN_ABANDON(state);
}

static crossdock_status broken_no_room(crossdock_error* error) {
    broken_fail(error, "broken.no-room", "there is no room for the answer");
    return CROSSDOCK_FAILED;
}

static crossdock_status CROSSDOCK_CALL broken_decode(void* self, const crossdock_decode_request* request,
                                                     crossdock_tape_writer* tape, const crossdock_findings* findings,
                                                     crossdock_error* error) {
    static const crossdock_text_view names[] = {{"payload", 7}, {"text", 4}};
    crossdock_tape_event event;
    (void)self, (void)findings;
#ifdef BROKEN_IN_DECODE
    {
        const crossdock_status status = BROKEN_IN_DECODE(request, tape, error);
        if (status != CROSSDOCK_OK) return status;
    }
#endif
    tape->names = names;
    tape->name_count = 2;
    memset(&event, 0, sizeof event);
    event.kind = CROSSDOCK_TAPE_BEGIN;
    if (crossdock_tape_append(tape, &event) != CROSSDOCK_OK) return broken_no_room(error);
    event.kind = CROSSDOCK_TAPE_VALUE;
    event.flags = CROSSDOCK_TAPE_IN_SOURCE;
    event.name = 1;
    event.text_size = (uint32_t)request->source.size;
    if (crossdock_tape_append(tape, &event) != CROSSDOCK_OK) return broken_no_room(error);
    memset(&event, 0, sizeof event);
    event.kind = BROKEN_TAPE_END;
    if (crossdock_tape_append(tape, &event) != CROSSDOCK_OK) return broken_no_room(error);
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_encode(void* self, const crossdock_encode_request* request,
                                                     crossdock_output* output, crossdock_error* error) {
    crossdock_status status = crossdock_output_write(output, "a document\n", 11);
    (void)self, (void)request;
#ifdef BROKEN_FORGETS_ROOM
    status = CROSSDOCK_OK;
#endif
    return status == CROSSDOCK_OK ? status : broken_no_room(error);
}

static crossdock_status CROSSDOCK_CALL broken_assemble(void* self, const crossdock_assemble_request* request,
                                                       crossdock_output* output, crossdock_error* error) {
    uint64_t index = 0;
    (void)self;
    for (; index < request->transaction_count; ++index) {
        const crossdock_encoded_view* each =
            (const crossdock_encoded_view*)(const void*)((const uint8_t*)request->transactions +
                                                         index * request->transaction_size);
        if (crossdock_output_write(output, each->bytes.data, each->bytes.size) != CROSSDOCK_OK)
            return broken_no_room(error);
    }
#ifdef BROKEN_SLOT_ORDINAL
    if (crossdock_output_slot(output, CROSSDOCK_SLOT_GROUP, BROKEN_SLOT_ORDINAL, 9) != CROSSDOCK_OK)
        return broken_no_room(error);
#endif
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_acknowledge(void* self, const crossdock_group_report* report,
                                                          crossdock_tape_writer* tape, crossdock_output* type,
                                                          crossdock_error* error) {
    (void)self, (void)report, (void)tape, (void)type, (void)error;
    return CROSSDOCK_NOT_SUPPORTED;
}

#ifndef BROKEN_DECODE_FUNCTION
#define BROKEN_DECODE_FUNCTION broken_decode
#endif

static const crossdock_format broken_table = {(uint32_t)sizeof(crossdock_format),
                                              0,
                                              broken_probe,
                                              broken_types,
                                              broken_describe,
                                              broken_split_open,
                                              broken_split_feed,
                                              broken_split_close,
                                              broken_split_abandon,
                                              BROKEN_DECODE_FUNCTION,
                                              broken_encode,
                                              broken_assemble,
                                              broken_acknowledge,
                                              BROKEN_TRAILERS};

static inline void broken_unused(void) { (void)broken_decode, (void)broken_complete; }

#endif
