/* Nothing is broken here: the source of the frame must pass every check. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#include "frame.h"
