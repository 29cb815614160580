/* The adapter's `start` is NULL. */
#define BROKEN_START_FUNCTION NULL
#include "frame.h"
