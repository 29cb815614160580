/* The entry's `get_factory` is NULL. */
#define BROKEN_GET_FACTORY NULL
#include "frame.h"
