/* The words every other header of the ABI uses: versions, views, owned buffers, headers, errors.
 *
 * Rules that hold for every struct of the ABI:
 *  - `struct_size` comes first and is set by whoever allocates the struct; the other side reads no further than that.
 *  - Structs grow at their end only; padding is a named member.
 *  - A `_view` is borrowed and valid until the call it was passed to returns. A `_buffer` is owned and released once.
 *  - Text is UTF-8 without a terminating zero.
 */
#ifndef CROSSDOCK_TYPES_H
#define CROSSDOCK_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CROSSDOCK_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define CROSSDOCK_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

#if defined(_WIN32)
#define CROSSDOCK_CALL __cdecl
#define CROSSDOCK_EXPORT __declspec(dllexport)
#else
#define CROSSDOCK_CALL
#define CROSSDOCK_EXPORT __attribute__((visibility("default")))
#endif

CROSSDOCK_STATIC_ASSERT(sizeof(void*) == 8, "Crossdock plugins are 64-bit");

#define CROSSDOCK_ABI_MAJOR 0u
#define CROSSDOCK_ABI_MINOR 1u

/* What a call answers. Anything but CROSSDOCK_OK that takes an error argument has filled it. */
typedef int32_t crossdock_status;
#define CROSSDOCK_OK 0
#define CROSSDOCK_FAILED 1        /* see the error for class and text */
#define CROSSDOCK_BAD_STATE 2     /* the call came out of order: nothing happened */
#define CROSSDOCK_NOT_SUPPORTED 3 /* this adapter does not do that: nothing happened */
#define CROSSDOCK_FULL 4          /* no credit or no room now: nothing happened, try again when told */
#define CROSSDOCK_CANCELLED 5     /* given up because the caller asked for it or the adapter stops */
#define CROSSDOCK_NOT_FOUND 6     /* what was named does not exist */

/* What the journal decides by when something failed. */
typedef uint32_t crossdock_error_class;
#define CROSSDOCK_ERROR_NONE 0u
#define CROSSDOCK_ERROR_RETRY 1u         /* may succeed if tried again */
#define CROSSDOCK_ERROR_RETRY_AFTER 2u   /* may succeed if tried again after `retry_after_ms` */
#define CROSSDOCK_ERROR_PERMANENT 3u     /* this input will never succeed */
#define CROSSDOCK_ERROR_NEEDS_PERSON 4u  /* somebody has to look or decide */
#define CROSSDOCK_ERROR_CONFIGURATION 5u /* every input will fail until the site is changed */

typedef struct crossdock_text_view {
    const char* data;
    uint64_t size;
} crossdock_text_view;

typedef struct crossdock_bytes_view {
    const uint8_t* data;
    uint64_t size;
} crossdock_bytes_view;

/* Bytes with an owner. `release(owner)` may be called from any thread, once; NULL when there is nothing to release. */
typedef struct crossdock_buffer {
    uint32_t struct_size;
    uint32_t reserved;
    const uint8_t* data;
    uint64_t size;
    void* owner;
    void(CROSSDOCK_CALL* release)(void* owner);
} crossdock_buffer;

/* A name and a value that travel with a message, such as `content-type`. Names are lower case. */
typedef struct crossdock_header_view {
    crossdock_text_view name;
    crossdock_text_view value;
} crossdock_header_view;

#define CROSSDOCK_ERROR_CODE_SIZE 64
#define CROSSDOCK_ERROR_TEXT_SIZE 960

/* Filled by the callee in memory of the caller. `code` is stable and dotted (`file.not-writable`), `text` is for a
 * person and reaches the operator unchanged. Both end with a zero and are cut, never overrun. */
typedef struct crossdock_error {
    uint32_t struct_size;
    crossdock_error_class error_class;
    uint32_t retry_after_ms;
    uint32_t reserved;
    uint64_t offset; /* byte offset in the input that caused it, or CROSSDOCK_NO_OFFSET */
    char code[CROSSDOCK_ERROR_CODE_SIZE];
    char text[CROSSDOCK_ERROR_TEXT_SIZE];
} crossdock_error;

#define CROSSDOCK_NO_OFFSET UINT64_MAX

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_text_view, data) == 0, "text_view.data");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_text_view, size) == 8, "text_view.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_bytes_view, data) == 0, "bytes_view.data");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_bytes_view, size) == 8, "bytes_view.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_buffer, data) == 8, "buffer.data");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_buffer, size) == 16, "buffer.size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_buffer, owner) == 24, "buffer.owner");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_buffer, release) == 32, "buffer.release");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_header_view, value) == 16, "header_view.value");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_error, error_class) == 4, "error.error_class");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_error, retry_after_ms) == 8, "error.retry_after_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_error, offset) == 16, "error.offset");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_error, code) == 24, "error.code");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_error, text) == 88, "error.text");

#endif
