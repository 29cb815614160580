/* Two operations have one name. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_OPERATION_COUNT 2u
#include "frame.h"
