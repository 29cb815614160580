// The rows that the contenders store: what the host commits for orders.
#pragma once

#include "host/journal/types.hpp"

namespace crossdock::bench {

// `single`: a unit for each order, with 1 KB of payload, a record, a claim and two trace keys, 100 units to a commit.
// `interchange`: one unit for 100 orders, with a record over all of them, a claim and a trace key for each, and one
// payload.
enum class Shape { single, interchange };

// The units of a commit of 100 orders; `first` is the number of the first. Bytes differ from order to order.
std::vector<journal::Unit> make_rows(Shape shape, std::uint64_t first);

constexpr std::uint64_t orders_per_commit = 100;

}  // namespace crossdock::bench
