/* Answers operations that it never declared. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_TAKES_ANY_NAME
#include "frame.h"
