// The entry of the plugin `edifact`.
#include "plugins/edifact/format_adapter.hpp"

#include <crossdock/cpp/plugin.hpp>

CROSSDOCK_PLUGIN("edifact", "0.1.0", "edifact-0.1.0",
                 crossdock::sdk::type<crossdock::edifact::EdifactFormat>(
                     "edifact", CROSSDOCK_INTERFACE_FORMAT,
                     "EDIFACT interchanges: split, decoded with validation by dictionary, encoded and assembled. "
                     "Options of a call: validate, guide; for writing syntax, element-separator, "
                     "component-separator, release-character, decimal-mark, repetition-separator, segment-terminator, "
                     "advice, association, application-reference, priority, acknowledgement-requested, agreement, "
                     "password.",
                     crossdock::edifact::EdifactFormat::properties()))
