// Threads with names, so that a profile and `top -H` say what works.
#pragma once

namespace crossdock::platform {

// Names the calling thread; at most 15 characters count. Does nothing where the system has no such names.
void name_thread(const char* name);

}  // namespace crossdock::platform
