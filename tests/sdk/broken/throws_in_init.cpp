// A C++ exception leaves a function of the ABI.
#include <stdexcept>
#define BROKEN_IN_INIT throw_it
#include "frame.h"
static crossdock_status throw_it(broken_adapter*, crossdock_error*) {
    throw std::runtime_error("thrown across the ABI");
}
