// All of the SDK's testing in one include.
#pragma once

#include <crossdock/testing/fake_adapter.hpp>
#include <crossdock/testing/fake_host.hpp>
#include <crossdock/testing/output_buffer.hpp>
#include <crossdock/testing/property_values.hpp>
#include <crossdock/testing/recorded_split.hpp>
#include <crossdock/testing/tape_buffer.hpp>
#include <crossdock/testing/tape_builder.hpp>
