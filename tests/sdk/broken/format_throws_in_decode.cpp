// A C++ exception leaves `decode`.
#include <stdexcept>
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_DECODE throw_it
#include "frame.h"
static crossdock_status throw_it(const crossdock_decode_request*, crossdock_tape_writer*, crossdock_error*) {
    throw std::runtime_error("thrown across the ABI");
}
