/* The service offers nothing. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_OPERATION_COUNT 0u
#include "frame.h"
