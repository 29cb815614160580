/* Exports a second symbol. */
#include "frame.h"
CROSSDOCK_EXPORT int broken_extra_symbol(void);
CROSSDOCK_EXPORT int broken_extra_symbol(void) { return 1; }
