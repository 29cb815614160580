// What a label needs of an order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace example {

struct Order {
    std::string number;
    std::string name;
    std::vector<std::string> address;  // a line each
};

// Reads `{"number": "…", "shipTo": {"name": "…", "street": "…", "city": "…"}}`; members it does not know are passed
// over. Throws a permanent Failure with the byte offset where the JSON is malformed or something is missing.
Order read_order(std::string_view json);

}  // namespace example
