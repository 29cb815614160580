#include "host/base/platform/thread_name.hpp"

#ifdef __linux__
#include <pthread.h>
#endif

namespace crossdock::platform {

void name_thread([[maybe_unused]] const char* name) {
#ifdef __linux__
    pthread_setname_np(pthread_self(), name);
#endif
}

}  // namespace crossdock::platform
