/* Reports its one transaction twice. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_REPEATS_SLICE
#include "frame.h"
