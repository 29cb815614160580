/* The entry says that it ends after the versions. */
#define BROKEN_ENTRY_SIZE 16
#include "frame.h"
