/* Leaves a group of the tape open. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_TAPE_END CROSSDOCK_TAPE_BEGIN
#include "frame.h"
