/* Asks for the number of a group that is far beyond those that it wrote. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_SLOT_ORDINAL UINT32_MAX
#include "frame.h"
