/* `get_factory` answers NULL for the adapter factory. */
#define BROKEN_GET_FACTORY get_no_factory
static const void* get_no_factory(const char* id) {
    (void)id;
    return (const void*)0;
}
#include "frame.h"
