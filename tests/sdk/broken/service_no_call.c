/* The service has no `call`. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL_FUNCTION NULL
#include "frame.h"
