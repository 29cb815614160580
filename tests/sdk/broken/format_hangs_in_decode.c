/* Never returns from `decode`. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_DECODE hang
#include "frame.h"
static volatile int forever = 1;
#ifdef _WIN32
#include <windows.h>
static void rest(void) { Sleep(50); }
#else
#include <poll.h>
static void rest(void) { poll(NULL, 0, 50); }
#endif
static crossdock_status hang(const crossdock_decode_request* request, crossdock_tape_writer* tape,
                             crossdock_error* error) {
    (void)request, (void)tape, (void)error;
    while (forever) rest();
    return CROSSDOCK_OK;
}
