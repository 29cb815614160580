/* Reports a slice that is longer than the payload. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_SLICE_SIZE(split) ((split)->size + 1)
#include "frame.h"
