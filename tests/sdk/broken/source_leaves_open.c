/* Opens messages and neither commits nor abandons them. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_MESSAGE leave
#include "frame.h"
static crossdock_status leave(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error) {
    uint64_t message = 0;
    return intake->open(source->host, &message, error);
}
