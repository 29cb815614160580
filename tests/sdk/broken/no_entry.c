/* The entry has another name. */
#define BROKEN_ENTRY crossdock_plugin_entrance
#include "frame.h"
