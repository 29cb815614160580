#include "tests/simulation/host/interchanges.hpp"

#include <map>

#include "host/base/binary.hpp"
#include "host/base/sha256.hpp"
#include "tests/bench/whole/orders.hpp"

namespace crossdock::simulation {

namespace {

constexpr std::size_t large_bytes = 70'000;  // more than travels in one piece
constexpr std::uint64_t large_orders_from = 1'000'000;

}  // namespace

std::string small_interchange(std::uint32_t control, std::uint64_t first_order, std::uint32_t orders) {
    return bench::x12_interchange(control, first_order, orders);
}

// Line ends between the interchange and the end of the file mean nothing; they make it large, and bring its digest's
// first byte, which names the folder, to 0.
std::string large_interchange(std::uint32_t control) {
    static std::map<std::uint32_t, std::string> made;
    std::string& text = made[control];
    if (!text.empty()) return text;
    text = bench::x12_interchange(control, large_orders_from + control, 1);
    text.resize(large_bytes, '\n');
    while (sha256(as_bytes(text)).front() != std::byte{0}) text += '\n';
    return text;
}

}  // namespace crossdock::simulation
