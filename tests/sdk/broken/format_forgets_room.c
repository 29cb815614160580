/* Says OK when the output had no room. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_FORGETS_ROOM
#include "frame.h"
