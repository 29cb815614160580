/* Believes that every message is accepted. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_COMMITTED believe
#include "frame.h"
static void believe(broken_adapter* source, const crossdock_receipt* receipt) {
    (void)source;
    if (receipt->id.size == 0) abort();
}
