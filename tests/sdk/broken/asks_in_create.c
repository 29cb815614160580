/* Calls the host inside `create`. */
#define BROKEN_IN_CREATE ask
#include "frame.h"
static void ask(const crossdock_host* host) { host->get_extension(host, CROSSDOCK_LOG); }
