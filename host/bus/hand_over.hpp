// Tells ThreadSanitizer that a message passed from one thread to another: ZeroMQ's own atomic operations, which make
// that so, are in a library that it does not see into. Without that sanitizer these functions do nothing.
#pragma once

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace crossdock::bus {

// Before a message with these bytes is sent: all that this thread did until now happens before …
inline void hand_over([[maybe_unused]] const void* bytes) {
#if defined(__SANITIZE_THREAD__)
    __tsan_release(const_cast<void*>(bytes));
#endif
}

// … what the thread does that received the very same bytes. Bytes that ZeroMQ copied are at another place: they carry
// nothing over, and need not.
inline void take_over([[maybe_unused]] const void* bytes) {
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(const_cast<void*>(bytes));
#endif
}

}  // namespace crossdock::bus
