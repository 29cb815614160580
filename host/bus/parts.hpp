// Message parts that carry bytes without copying them, and views of parts that came.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <zmq.hpp>

namespace crossdock::bus {

using Part = zmq::message_t;

// A part over bytes that `owner` keeps alive; `owner` is let go by whichever thread closes the last copy. Short bytes
// are copied instead, which costs less.
Part shared_part(std::string_view bytes, std::shared_ptr<const void> owner);
Part owned_part(std::string bytes);

inline std::string_view view(const Part& part) { return {static_cast<const char*>(part.data()), part.size()}; }

}  // namespace crossdock::bus
