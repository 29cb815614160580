/* An operation is undone by one that is not there. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_UNDO "no-such-operation"
#include "frame.h"
