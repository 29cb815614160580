// The xml plugin: one format.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/xml/xml.hpp"

using crossdock::sdk::property;

CROSSDOCK_PLUGIN(
    "xml", "0.1.0", "xml-0.1.0",
    crossdock::sdk::type<crossdock::xml::Xml>(
        "xml", CROSSDOCK_INTERFACE_FORMAT, "XML 1.0 in UTF-8: one document a payload",
        {property("namespaces", CROSSDOCK_PROPERTY_CHOICE,
                  "Whether names keep their prefix and namespace declarations become attributes", "drop", 0,
                  "drop|keep"),
         property("depth-limit", CROSSDOCK_PROPERTY_INTEGER, "How deep elements may be nested", "64", 0, "1..512"),
         property("size-limit", CROSSDOCK_PROPERTY_SIZE, "The largest document that is read, at most 1GiB", "16MiB"),
         property("root", CROSSDOCK_PROPERTY_TEXT,
                  "The root element's name when writing; without it the last part of the type's name that is no "
                  "number"),
         property("indent", CROSSDOCK_PROPERTY_INTEGER, "Spaces a level when writing; 0 writes no line breaks", "2", 0,
                  "0..8"),
         property("declaration", CROSSDOCK_PROPERTY_BOOLEAN, "Write <?xml version=\"1.0\" encoding=\"UTF-8\"?> first",
                  "yes"),
         property("namespace", CROSSDOCK_PROPERTY_TEXT, "The default namespace, written as xmlns on the root element"),
         property("wrapper", CROSSDOCK_PROPERTY_TEXT, "The element around several documents in one file", "documents"),
         property("wrapper-always", CROSSDOCK_PROPERTY_BOOLEAN, "Write the wrapper around a single document too",
                  "no")}))
