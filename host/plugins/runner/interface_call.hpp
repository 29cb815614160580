// Requests to sinks and services: frames, and calls of the ABI made from them.
#pragma once

#include "host/plugins/runner/adapter_instance.hpp"

namespace crossdock::plugins {

bus::Frame submit_frame(std::uint64_t operation, const Delivery& delivery, std::uint32_t deadline_ms);
bus::Frame check_frame(std::uint64_t operation, std::string_view idempotency_key);
bus::Frame call_frame(std::uint64_t operation, Call call, std::uint32_t deadline_ms);

// [lane] Begins what the frame asks for. `inputs` must stay until the operation has ended.
crossdock_status call_interface(const AdapterInstance& adapter, OperationInputs& inputs, crossdock_error* error);

}  // namespace crossdock::plugins
