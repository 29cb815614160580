// The entry of the plugin `x12`.
#include "plugins/x12/format_adapter.hpp"

#include <crossdock/cpp/plugin.hpp>

CROSSDOCK_PLUGIN("x12", "0.1.0", "x12-0.1.0",
                 crossdock::sdk::type<crossdock::x12::X12Format>(
                     "x12", CROSSDOCK_INTERFACE_FORMAT,
                     "X12 interchanges: split, decoded with validation by dictionary, encoded, assembled and "
                     "acknowledged with 997. Options of a call: validate, guide; for writing "
                     "element-separator, component-separator, repetition-separator, segment-terminator, charset, "
                     "interchange-version, release, usage, acknowledgement-requested, authorization-qualifier, "
                     "authorization, security-qualifier, security.",
                     crossdock::x12::X12Format::properties()))
