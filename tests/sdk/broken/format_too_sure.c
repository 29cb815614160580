/* Is more than entirely sure of everything. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_PROBE 200
#include "frame.h"
