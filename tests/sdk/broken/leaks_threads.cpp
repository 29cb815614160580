// Starts a thread in each `start` that outlives the adapter.
#include <chrono>
#include <thread>
#define BROKEN_IN_START start_thread
#include "frame.h"
static crossdock_status start_thread(broken_adapter*, crossdock_error*) {
    std::thread([] { std::this_thread::sleep_for(std::chrono::minutes(10)); }).detach();
    return CROSSDOCK_OK;
}
