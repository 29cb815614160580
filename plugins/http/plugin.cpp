// The HTTP plugin: messages from POST requests, deliveries and calls by requests of ours.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/http/types.hpp"

CROSSDOCK_PLUGIN("http", "0.1.0", "http-0.1.0", crossdock::http::source_type(), crossdock::http::sink_type(),
                 crossdock::http::service_type())
