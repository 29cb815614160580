/* Keeps the state of a split that was abandoned. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_ABANDON(state) ((void)(state))
#include "frame.h"
