/* Bytes being written by a format, with the slots that the host fills with control numbers. */
#ifndef CROSSDOCK_OUTPUT_H
#define CROSSDOCK_OUTPUT_H

#include <crossdock/types.h>
#include <string.h>

typedef uint32_t crossdock_slot_kind;
#define CROSSDOCK_SLOT_INTERCHANGE 1u
#define CROSSDOCK_SLOT_GROUP 2u
#define CROSSDOCK_SLOT_TRANSACTION 3u

/* A stretch of the output that stands for a number. The host replaces its `size` bytes by the decimal number, padded
 * with zeros to at least `width` digits, 1 to 14; later bytes move if the length differs. Slots of the same kind and
 * ordinal get the same number; the ordinals of a kind begin at 0, and none is left out before a higher one. Slots come
 * in the order of their offsets, inside the output, and do not overlap. What breaks this is refused as a whole. */
typedef struct crossdock_slot {
    uint32_t struct_size;
    crossdock_slot_kind kind;
    uint32_t ordinal; /* which one of its kind in this output, 0 first */
    uint32_t size;
    uint64_t offset;
    uint32_t width;
    uint32_t reserved;
} crossdock_slot;

/* An output in memory of the host that grows on demand. `grow` answers FAILED when the output's limit is reached. */
typedef struct crossdock_output {
    uint32_t struct_size;
    uint32_t reserved;
    uint8_t* data;
    uint64_t size;
    uint64_t capacity;
    crossdock_slot* slots;
    uint64_t slot_count;
    uint64_t slot_capacity;
    crossdock_status(CROSSDOCK_CALL* grow)(struct crossdock_output* output, uint64_t bytes, uint64_t slots);
} crossdock_output;

/* Appends bytes. */
static inline crossdock_status crossdock_output_write(crossdock_output* output, const void* data, uint64_t size) {
    if (size == 0) return CROSSDOCK_OK;
    if (output->capacity - output->size < size) {
        const crossdock_status status = output->grow(output, size, 0);
        if (status != CROSSDOCK_OK) return status;
    }
    memcpy(output->data + output->size, data, (size_t)size);
    output->size += size;
    return CROSSDOCK_OK;
}

/* Appends a slot, written as `width` zeros until the host fills it. `width` is 1 to 14. */
static inline crossdock_status crossdock_output_slot(crossdock_output* output, crossdock_slot_kind kind,
                                                     uint32_t ordinal, uint32_t width) {
    if (output->slot_count == output->slot_capacity) {
        const crossdock_status status = output->grow(output, 0, 1);
        if (status != CROSSDOCK_OK) return status;
    }
    crossdock_slot slot;
    slot.struct_size = (uint32_t)sizeof slot;
    slot.kind = kind;
    slot.ordinal = ordinal;
    slot.size = width;
    slot.offset = output->size;
    slot.width = width;
    slot.reserved = 0;
    const crossdock_status status = crossdock_output_write(output, "00000000000000", width);
    if (status != CROSSDOCK_OK) return status;
    output->slots[output->slot_count++] = slot;
    return CROSSDOCK_OK;
}

CROSSDOCK_STATIC_ASSERT(sizeof(crossdock_slot) == 32, "slot");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slot, kind) == 4, "slot.kind");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slot, ordinal) == 8, "slot.ordinal");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slot, size) == 12, "slot.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slot, offset) == 16, "slot.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_slot, width) == 24, "slot.width");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, data) == 8, "output.data");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, size) == 16, "output.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, capacity) == 24, "output.capacity");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, slots) == 32, "output.slots");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, slot_count) == 40, "output.slot_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, slot_capacity) == 48, "output.slot_capacity");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_output, grow) == 56, "output.grow");

#endif
