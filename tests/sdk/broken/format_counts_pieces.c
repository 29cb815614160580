/* What it finds depends on how the payload is cut into pieces. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_FEED count
#include "frame.h"
static void count(broken_split* split, crossdock_bytes_view piece) {
    crossdock_finding finding;
    (void)piece;
    memset(&finding, 0, sizeof finding);
    finding.struct_size = (uint32_t)sizeof finding;
    finding.severity = CROSSDOCK_SEVERITY_NOTE;
    finding.scope = CROSSDOCK_SCOPE_INTERCHANGE;
    finding.offset = CROSSDOCK_NO_OFFSET;
    split->events->finding(split->events->context, &finding);
}
