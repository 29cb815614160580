/* Built for a minor version that this host does not know yet. */
#define BROKEN_MINOR (CROSSDOCK_ABI_MINOR + 1)
#include "frame.h"
