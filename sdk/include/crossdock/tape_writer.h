/* Inline functions that append to a tape without a call across the boundary, and set up a writer. */
#ifndef CROSSDOCK_TAPE_WRITER_H
#define CROSSDOCK_TAPE_WRITER_H

#include <crossdock/tape.h>
#include <string.h>

/* Makes room for `events` more events and `text_bytes` more bytes of text. */
static inline crossdock_status crossdock_tape_reserve(crossdock_tape_writer* tape, uint64_t events,
                                                      uint64_t text_bytes) {
    if (tape->event_capacity - tape->event_count >= events && tape->text_capacity - tape->text_size >= text_bytes)
        return CROSSDOCK_OK;
    return tape->grow(tape, events, text_bytes);
}

/* Appends one event as it is. */
static inline crossdock_status crossdock_tape_append(crossdock_tape_writer* tape, const crossdock_tape_event* event) {
    if (tape->event_count == tape->event_capacity) {
        const crossdock_status status = tape->grow(tape, 1, 0);
        if (status != CROSSDOCK_OK) return status;
    }
    tape->events[tape->event_count++] = *event;
    return CROSSDOCK_OK;
}

/* Appends a VALUE whose text is copied into the tape's text area; `event` gives everything but the text. */
static inline crossdock_status crossdock_tape_append_text(crossdock_tape_writer* tape, crossdock_tape_event event,
                                                          const char* text, uint64_t size) {
    const crossdock_status status = crossdock_tape_reserve(tape, 1, size);
    if (status != CROSSDOCK_OK) return status;
    if (size > UINT32_MAX) return CROSSDOCK_FAILED;
    if (size != 0) memcpy(tape->text + tape->text_size, text, (size_t)size);
    event.flags = (uint8_t)(event.flags & ~CROSSDOCK_TAPE_IN_SOURCE);
    event.text_offset = tape->text_size;
    event.text_size = (uint32_t)size;
    tape->text_size += size;
    tape->events[tape->event_count++] = event;
    return CROSSDOCK_OK;
}

/* The text of a VALUE of a complete tape. */
static inline crossdock_text_view crossdock_tape_text(const crossdock_tape_view* tape,
                                                      const crossdock_tape_event* event) {
    crossdock_text_view text;
    const char* base =
        (event->flags & CROSSDOCK_TAPE_IN_SOURCE) != 0 ? (const char*)tape->source.data : tape->text.data;
    text.data = base ? base + event->text_offset : base;
    text.size = event->text_size;
    return text;
}

#endif
