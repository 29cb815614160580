/* Never returns from `poll`. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_MESSAGE hang
#include "frame.h"
static volatile int forever = 1;
#ifdef _WIN32
#include <windows.h>
static void rest(void) { Sleep(50); }
#else
#include <poll.h>
static void rest(void) { poll(NULL, 0, 50); }
#endif
static crossdock_status hang(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error) {
    (void)source, (void)intake, (void)error;
    while (forever) rest();
    return CROSSDOCK_OK;
}
