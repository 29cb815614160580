// The plugin's types as data, and its one exported function.
#include <crossdock/cpp/plugin.hpp>

#include "labels.hpp"

using namespace crossdock::sdk;

// The build id changes with every build that behaves differently; a release's version and a build number will do.
CROSSDOCK_PLUGIN("com.example.labels", LABELS_VERSION, LABELS_VERSION "+1",
                 type<example::Labels>("labels", CROSSDOCK_INTERFACE_SINK,
                                       "Writes a shipping label in ZPL II for each order it is sent.",
                                       {property("folder", CROSSDOCK_PROPERTY_PATH, "Where the label files go.",
                                                 nullptr, CROSSDOCK_PROPERTY_REQUIRED),
                                        property("copies", CROSSDOCK_PROPERTY_INTEGER,
                                                 "How many times the printer prints each label.", "1", 0, "1..99"),
                                        property("size", CROSSDOCK_PROPERTY_CHOICE,
                                                 "The size of the label in millimetres.", "100x150", 0,
                                                 "100x150|100x50")}))
