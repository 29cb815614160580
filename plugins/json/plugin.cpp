// The json plugin: one format.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/json/json.hpp"

using crossdock::sdk::property;

CROSSDOCK_PLUGIN(
    "json", "0.1.0", "json-0.1.0",
    crossdock::sdk::type<crossdock::json::Json>(
        "json", CROSSDOCK_INTERFACE_FORMAT, "JSON (RFC 8259): one document, JSON lines, or an array of documents",
        {property("framing", CROSSDOCK_PROPERTY_CHOICE,
                  "What a payload is: one document, a document on each line, or an array of documents", "document", 0,
                  "document|lines|array"),
         property("depth-limit", CROSSDOCK_PROPERTY_INTEGER, "How deep objects and arrays may be nested", "64", 0,
                  "1..512"),
         property("size-limit", CROSSDOCK_PROPERTY_SIZE, "The largest document that is read, at most 1GiB", "16MiB"),
         property("indent", CROSSDOCK_PROPERTY_INTEGER, "Spaces a level when writing; 0 writes on one line", "0", 0,
                  "0..8"),
         property("root-array", CROSSDOCK_PROPERTY_BOOLEAN,
                  "Write the top level's `item` values as an array instead of an object", "no")}))
