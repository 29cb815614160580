/* Never returns from `start`. */
#define BROKEN_IN_START hang
#include "frame.h"
static volatile int forever = 1;
#ifdef _WIN32
#include <windows.h>
static void rest(void) { Sleep(50); }
#else
#include <poll.h>
static void rest(void) { poll(NULL, 0, 50); }
#endif
static crossdock_status hang(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
    while (forever) rest();
    return CROSSDOCK_OK;
}
