/* Nothing is broken here: the service of the frame must pass every check. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#include "frame.h"
