/* The format has no `decode`. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_DECODE_FUNCTION NULL
#include "frame.h"
