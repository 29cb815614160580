/* Crashes at a byte that it does not know. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_FEED crash
#include "frame.h"
static void crash(broken_split* split, crossdock_bytes_view piece) {
    uint64_t index = 0;
    (void)split;
    for (; index < piece.size; ++index)
        if (piece.data[index] == 0) abort();
}
