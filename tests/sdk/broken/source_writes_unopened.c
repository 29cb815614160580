/* Writes to and commits a message that the host did not open. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_MESSAGE unopened
#include "frame.h"
static crossdock_status unopened(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error) {
    intake->write(source->host, 4711, broken_payload(), error);
    return broken_commit(source, intake, 4711, error);
}
