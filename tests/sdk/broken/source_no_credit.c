/* The source has no `credit`. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_CREDIT_FUNCTION NULL
#include "frame.h"
