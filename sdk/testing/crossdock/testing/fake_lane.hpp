// How a FakeAdapter's lane remembers what `submit`, `check` and `call` answered. Private to FakeAdapter.
#pragma once

#include <crossdock/testing/fake_adapter.hpp>

#include <mutex>
#include <optional>

namespace crossdock::sdk::testing {

struct FakeAdapter::Begun {
    std::mutex mutex;
    std::optional<Answer> answer;  // empty while the call has not returned
};

}  // namespace crossdock::sdk::testing
