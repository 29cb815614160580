/* Never returns from `call`. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL hang
#include "frame.h"
static volatile int forever = 1;
#ifdef _WIN32
#include <windows.h>
static void rest(void) { Sleep(50); }
#else
#include <poll.h>
static void rest(void) { poll(NULL, 0, 50); }
#endif
static crossdock_status hang(broken_adapter* service, const crossdock_call* call, crossdock_error* error) {
    (void)service, (void)call, (void)error;
    while (forever) rest();
    return CROSSDOCK_OK;
}
