/* Built for another major version. */
#define BROKEN_MAJOR (CROSSDOCK_ABI_MAJOR + 1)
#include "frame.h"
