// A C++ exception leaves `call`.
#include <stdexcept>
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL throw_it
#include "frame.h"
static crossdock_status throw_it(broken_adapter*, const crossdock_call*, crossdock_error*) {
    throw std::runtime_error("thrown across the ABI");
}
