// The csv plugin: one format.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/csv/csv.hpp"

using crossdock::sdk::property;

CROSSDOCK_PLUGIN(
    "csv", "0.1.0", "csv-0.1.0",
    crossdock::sdk::type<crossdock::csv::Csv>(
        "csv", CROSSDOCK_INTERFACE_FORMAT, "CSV (RFC 4180) in UTF-8, with any delimiter",
        {property("delimiter", CROSSDOCK_PROPERTY_TEXT, "The character between fields, or `tab`", ","),
         property("quote", CROSSDOCK_PROPERTY_TEXT, "The character around fields that contain a delimiter", "\""),
         property("header", CROSSDOCK_PROPERTY_BOOLEAN, "Whether the first record names the columns", "yes"),
         property("columns", CROSSDOCK_PROPERTY_TEXT,
                  "The columns' names, with commas between them: needed without a header; when writing, which columns "
                  "there are and their order"),
         property("charset", CROSSDOCK_PROPERTY_CHOICE, "The only one there is", "utf-8", 0, "utf-8"),
         property("group-by", CROSSDOCK_PROPERTY_TEXT,
                  "A column: rows that follow each other with the same value in it are one document"),
         property("size-limit", CROSSDOCK_PROPERTY_SIZE, "The largest document that is read, at most 1GiB", "16MiB"),
         property("line-end", CROSSDOCK_PROPERTY_CHOICE, "How lines end when writing", "crlf", 0, "crlf|lf")}))
