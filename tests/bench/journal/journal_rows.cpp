#include "tests/bench/journal/journal_rows.hpp"

#include <fmt/format.h>

namespace crossdock::bench {

using namespace journal;

namespace {

constexpr std::size_t order_bytes = 1024;

std::string order_text(std::uint64_t order) {
    std::string text = fmt::format("ORDER{:012}", order);
    std::uint64_t state = order * 0x9E3779B97F4A7C15ull + 1;
    while (text.size() < order_bytes) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        text += static_cast<char>('A' + (state >> 59));
    }
    return text;
}

void add_keys(Unit& unit, std::uint64_t order, int trace_keys) {
    unit.claims.push_back({"order/acme", fmt::format("PO-{:010}", order), order, {}, 0});
    unit.trace_keys.push_back({"order-number", fmt::format("PO-{:010}", order), order});
    if (trace_keys == 2) unit.trace_keys.push_back({"control-number", fmt::format("{:09}", order), order});
}

}  // namespace

std::vector<Unit> make_rows(Shape shape, std::uint64_t first) {
    std::vector<Unit> units;
    if (shape == Shape::interchange) {
        Unit unit;
        std::string payload;
        for (std::uint64_t order = first; order < first + orders_per_commit; ++order) {
            payload += order_text(order);
            add_keys(unit, order, 1);
        }
        unit.payloads.push_back({std::move(payload), {}, {}});
        unit.records.push_back({1, 1, first, first + orders_per_commit - 1, std::string(orders_per_commit * 24, 'r')});
        units.push_back(std::move(unit));
        return units;
    }
    for (std::uint64_t order = first; order < first + orders_per_commit; ++order) {
        Unit unit;
        unit.payloads.push_back({order_text(order), {}, {}});
        unit.records.push_back({1, 1, order, order, std::string(100, 'r')});
        add_keys(unit, order, 2);
        units.push_back(std::move(unit));
    }
    return units;
}

}  // namespace crossdock::bench
