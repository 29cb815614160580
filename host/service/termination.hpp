// Being told to stop, and telling the service manager how it goes. Everything that differs between systems is behind
// this header.
#pragma once

#include <cstdint>
#include <string_view>

namespace crossdock::service {

// Makes SIGTERM and SIGINT wait for `wait_for_termination`. Called by main before any thread is started, so that all
// threads inherit it.
void hold_termination();

// True when the process was asked to stop; false when `timeout_ms` passed without.
bool wait_for_termination(std::uint32_t timeout_ms);

// Tells the service manager (sd_notify(3): `READY=1`, `STOPPING=1`, `STATUS=…`); does nothing without one.
void notify_manager(std::string_view state);

// The name of the user who runs this process.
std::string_view user_name();

}  // namespace crossdock::service
