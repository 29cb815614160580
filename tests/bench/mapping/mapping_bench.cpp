// What mapping costs: orders over the maps that ship, beside the copying of as many values (the floor).
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "host/base/decimal.hpp"
#include "host/mapping/expression.hpp"
#include "tests/bench/mapping/orders.hpp"

using namespace crossdock;
using namespace crossdock::mapping;

namespace {

struct Setup {
    Shipped shipped;
    std::unique_ptr<const Map> map;
    std::unique_ptr<Document> order;
    Variable variables[1] = {{"partner", "northwind"}};
    MapContext context;

    Setup() {
        map = shipped.compile("x12-850-to-order").map;
        auto read =
            shipped.read(Shipped::folder() + "maps/cases/x12-850-to-order/distributor/input.x12", "x12/004010/850");
        if (map == nullptr || !read.ok()) throw std::runtime_error("the shipped map or its case cannot be read");
        order = std::move(read).value();
        context.variables = variables;
    }
};

Setup& setup() {
    static Setup made;
    return made;
}

void report_size(benchmark::State& state, const Document& source, const Document& target) {
    state.counters["source nodes"] = static_cast<double>(source.size());
    state.counters["target nodes"] = static_cast<double>(target.size());
}

void map_850_to_order(benchmark::State& state) {
    Setup& with = setup();
    Document target(with.shipped.names());
    std::vector<MapFailure> failures;
    for (auto _ : state) {
        target.clear();
        if (!run(*with.map, *with.order, with.context, target, failures).ok()) state.SkipWithError("the map failed");
        benchmark::DoNotOptimize(target[Document::root]);
    }
    report_size(state, *with.order, target);
}
BENCHMARK(map_850_to_order);

Orders& orders() {
    static Orders made(2'000);
    return made;
}

// One order of eight lines again and again, everything in the caches.
void map_warm(benchmark::State& state, Stage stage) {
    const Orders& with = orders();
    Document target(with.names());
    std::vector<MapFailure> failures;
    for (auto _ : state) {
        target.clear();
        if (!run(with.map(stage), with.source(stage, 0), with.context(), target, failures).ok())
            state.SkipWithError("the map failed");
        benchmark::DoNotOptimize(target[Document::root]);
    }
    report_size(state, with.source(stage, 0), target);
}
BENCHMARK_CAPTURE(map_warm, x12_850_to_order, Stage::order);
BENCHMARK_CAPTURE(map_warm, order_to_erp_xml, Stage::erp);
BENCHMARK_CAPTURE(map_warm, order_to_order_response, Stage::response);
BENCHMARK_CAPTURE(map_warm, order_response_to_x12_855, Stage::acknowledgement);

// 2,000 orders in turn, each to a new document, as in a host under load.
void map_cold(benchmark::State& state, Stage stage) {
    const Orders& with = orders();
    std::vector<MapFailure> failures;
    std::size_t number = 0;
    for (auto _ : state) {
        Document target(with.names());
        if (!run(with.map(stage), with.source(stage, number), with.context(), target, failures).ok())
            state.SkipWithError("the map failed");
        benchmark::DoNotOptimize(target[Document::root]);
        if (++number == with.count()) number = 0;
    }
}
BENCHMARK_CAPTURE(map_cold, x12_850_to_order, Stage::order);
BENCHMARK_CAPTURE(map_cold, order_to_erp_xml, Stage::erp);
BENCHMARK_CAPTURE(map_cold, order_to_order_response, Stage::response);
BENCHMARK_CAPTURE(map_cold, order_response_to_x12_855, Stage::acknowledgement);

// The floor of map_850_to_order: the same number of nodes added, nothing looked up.
void copy_as_many_nodes(benchmark::State& state) {
    Setup& with = setup();
    Document mapped(with.shipped.names());
    std::vector<MapFailure> failures;
    if (!run(*with.map, *with.order, with.context, mapped, failures).ok()) state.SkipWithError("the map failed");
    Document target(with.shipped.names());
    for (auto _ : state) {
        target.clear();
        for (NodeIndex node = 1; node < mapped.size(); ++node)
            target.add_value(Document::root, mapped[node].name, mapped[node].text);
        benchmark::DoNotOptimize(target[Document::root]);
    }
}
BENCHMARK(copy_as_many_nodes);

void compile_the_map(benchmark::State& state) {
    Setup& with = setup();
    for (auto _ : state) benchmark::DoNotOptimize(with.shipped.compile("x12-850-to-order").map);
}
BENCHMARK(compile_the_map);

void evaluate_a_template(benchmark::State& state) {
    Setup& with = setup();
    ExpressionScope scope;
    const auto type = with.shipped.resolve("x12/004010/850");
    scope.type = *type;
    const auto key = compile_template("{$partner}/{BEG03}", scope);
    ExpressionInput input;
    input.document = with.order.get();
    input.variables = with.variables;
    for (auto _ : state) benchmark::DoNotOptimize(key->text(input));
}
BENCHMARK(evaluate_a_template);

void multiply_and_round(benchmark::State& state) {
    const Decimal quantity = *Decimal::parse("24");
    const Decimal price = *Decimal::parse("8.755");
    for (auto _ : state) {
        const auto product = multiply(quantity, price);
        benchmark::DoNotOptimize(round(*product, 2, Rounding::half_up));
    }
}
BENCHMARK(multiply_and_round);

void parse_a_decimal(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Decimal::parse("12345.6789"));
}
BENCHMARK(parse_a_decimal);

}  // namespace
