/* The build id is NULL. */
#define BROKEN_BUILD_ID NULL
#include "frame.h"
