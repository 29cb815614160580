/* The event tape: a document as a flat array of events, the form in which documents cross the boundary.
 *
 * A group (a loop, a segment, an object, an XML element) is BEGIN … END; a leaf is VALUE. A list is its items one after
 * the other under the same name; LIST_ITEM marks them where the format knows that it is a list even with one item.
 * Text lies in the source (IN_SOURCE: `text_offset` counts from the start of the payload that was decoded) or in the
 * tape's own text area, so a value that needs no unescaping is never copied.
 */
#ifndef CROSSDOCK_TAPE_H
#define CROSSDOCK_TAPE_H

#include <crossdock/types.h>

#define CROSSDOCK_TAPE_BEGIN 1u
#define CROSSDOCK_TAPE_END 2u
#define CROSSDOCK_TAPE_VALUE 3u

/* Flags of an event. */
#define CROSSDOCK_TAPE_IN_SOURCE 1u
#define CROSSDOCK_TAPE_LIST_ITEM 2u
#define CROSSDOCK_TAPE_NULL 4u       /* VALUE: there and null (JSON null, xsi:nil) */
#define CROSSDOCK_TAPE_NUMBER 8u     /* VALUE: the source wrote a number, not a string */
#define CROSSDOCK_TAPE_BOOLEAN 16u   /* VALUE: the source wrote true or false */
#define CROSSDOCK_TAPE_ATTRIBUTE 32u /* VALUE: an XML attribute */

typedef struct crossdock_tape_event {
    uint8_t kind;
    uint8_t flags;
    uint16_t element;    /* EDI: element position, 1 first; 0 where it means nothing */
    uint16_t component;  /* EDI: component position, 1 first; 0: the element itself */
    uint16_t repetition; /* EDI: repetition, 1 first, 65535: that or a later one; 0: does not repeat */
    uint32_t name;       /* index into the tape's names; of END: that of its BEGIN */
    uint32_t text_size;
    uint64_t text_offset;
    uint64_t source_offset; /* byte offset in the whole payload where it begins */
    uint32_t line;          /* EDI: segment number in the interchange, 1 first; else line, 1 first; 0: unknown */
    uint32_t reserved;
} crossdock_tape_event;

/* A complete tape, borrowed. */
typedef struct crossdock_tape_view {
    uint32_t struct_size;
    uint32_t name_count;
    const crossdock_tape_event* events;
    uint64_t event_count;
    crossdock_text_view text;    /* the tape's own text area */
    crossdock_bytes_view source; /* what IN_SOURCE offsets count in */
    const crossdock_text_view* names;
    uint64_t names_id; /* not 0: the same id always means the same names, for the life of the adapter */
} crossdock_tape_view;

/* A tape being written, in memory of the host that grows on demand. Written through the inline functions of
 * `crossdock/tape_writer.h`; `grow` answers FAILED when the tape's limit is reached. */
typedef struct crossdock_tape_writer {
    uint32_t struct_size;
    uint32_t name_count;
    crossdock_tape_event* events;
    uint64_t event_count;
    uint64_t event_capacity;
    char* text;
    uint64_t text_size;
    uint64_t text_capacity;
    const crossdock_text_view* names; /* set by the writer; valid until the call returns, or for the adapter's life */
    uint64_t names_id;
    crossdock_status(CROSSDOCK_CALL* grow)(struct crossdock_tape_writer* tape, uint64_t events, uint64_t text_bytes);
} crossdock_tape_writer;

CROSSDOCK_STATIC_ASSERT(sizeof(crossdock_tape_event) == 40, "tape_event");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, flags) == 1, "tape_event.flags");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, element) == 2, "tape_event.element");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, component) == 4, "tape_event.component");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, repetition) == 6, "tape_event.repetition");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, name) == 8, "tape_event.name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, text_size) == 12, "tape_event.text_size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, text_offset) == 16, "tape_event.text_offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, source_offset) == 24, "tape_event.source_offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_event, line) == 32, "tape_event.line");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, name_count) == 4, "tape_view.name_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, events) == 8, "tape_view.events");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, event_count) == 16, "tape_view.event_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, text) == 24, "tape_view.text");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, source) == 40, "tape_view.source");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, names) == 56, "tape_view.names");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_view, names_id) == 64, "tape_view.names_id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, name_count) == 4, "tape_writer.name_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, events) == 8, "tape_writer.events");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, event_count) == 16, "tape_writer.event_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, event_capacity) == 24, "tape_writer.event_capacity");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, text) == 32, "tape_writer.text");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, text_size) == 40, "tape_writer.text_size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, text_capacity) == 48, "tape_writer.text_capacity");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, names) == 56, "tape_writer.names");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, names_id) == 64, "tape_writer.names_id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_tape_writer, grow) == 72, "tape_writer.grow");

#endif
