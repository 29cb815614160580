/* The adapter's table says that it ends after `init`. */
#define BROKEN_ADAPTER_SIZE 24
#include "frame.h"
