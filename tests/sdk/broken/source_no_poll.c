/* The source says that it polls and has no `poll`. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_POLL_FUNCTION NULL
#include "frame.h"
