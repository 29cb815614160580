// A C++ exception leaves `poll`.
#include <stdexcept>
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_MESSAGE throw_it
#include "frame.h"
static crossdock_status throw_it(broken_adapter*, const crossdock_intake*, crossdock_error*) {
    throw std::runtime_error("thrown across the ABI");
}
