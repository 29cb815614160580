/* Nothing is broken here: the format of the frame must pass every check. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#include "frame.h"
