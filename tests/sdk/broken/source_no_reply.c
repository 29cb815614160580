/* Asks for replies and has no function that takes them. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_REPLY_TIMEOUT_MS 1000
#include "frame.h"
