// The file plugin: messages from a watched folder, deliveries into a folder.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/file/types.hpp"

CROSSDOCK_PLUGIN("file", "0.1.0", "file-0.1.0", crossdock::file::source_type(), crossdock::file::sink_type())
