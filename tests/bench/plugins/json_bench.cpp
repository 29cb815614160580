// What the json format costs on an order of 1.5 KB. The floors are a memcpy of it and RapidJSON's own tree.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>

#include <cstring>

#include <fmt/format.h>

#include "plugins/json/json.hpp"
#include "tests/bench/plugins/format_run.hpp"

using namespace crossdock;

namespace {

using JsonRun = bench::FormatRun<json::Json>;

const std::string& order() {
    static const std::string text = [] {
        std::string made =
            R"({"number":"4500017823","purpose":"original","type":"standard","orderedOn":"2026-11-20","channel":"web",)"
            R"("partner":"northwind","currency":"USD","requestedDeliveryOn":"2026-12-01","rush":true,"parties":[)"
            R"({"role":"buyer","id":"0012345000010","idType":"gln","name":"Northwind Trading Company"},)"
            R"({"role":"ship-to","id":"0012345000027","idType":"gln","name":"Northwind Warehouse 7",)"
            R"("address":{"lines":["1200 Harbor Street","Dock 4"],"city":"Portland","region":"OR","country":"US"}}],)"
            R"("lines":[)";
        for (int line = 1; line <= 6; ++line)
            made += fmt::format(
                R"({}{{"number":{},"sku":"AX-10034-B","buyerSku":"778812","gtin":"00012345678905",)"
                R"("description":"Ball valve 1/2 inch, brass","quantity":24,"unit":"EA","unitPrice":17.4500}})",
                line > 1 ? "," : "", line);
        return made + R"(],"totals":{"lines":6,"amount":2512.80}})";
    }();
    return text;
}

void processed(benchmark::State& state) {
    state.SetBytesProcessed(static_cast<std::int64_t>(order().size()) * state.iterations());
    state.counters["bytes"] = static_cast<double>(order().size());
}

void floor_memcpy(benchmark::State& state) {
    std::string copy(order().size(), ' ');
    for (auto _ : state) {
        std::memcpy(copy.data(), order().data(), copy.size());
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
    }
    processed(state);
}
BENCHMARK(floor_memcpy);

void floor_rapidjson_tree(benchmark::State& state) {
    for (auto _ : state) {
        rapidjson::Document tree;
        tree.Parse(order().data(), order().size());
        benchmark::DoNotOptimize(tree.MemberCount());
    }
    processed(state);
}
BENCHMARK(floor_rapidjson_tree);

void decode(benchmark::State& state) {
    JsonRun run("order/1");
    for (auto _ : state) benchmark::DoNotOptimize(run.decode(order()));
    processed(state);
}
BENCHMARK(decode);

void encode(benchmark::State& state) {
    JsonRun run("order/1");
    const bench::MappedTape document(run.decode(order()));
    if (run.encode(document.view()).bytes() != order()) bench::fail("the order is not written as it was read");
    for (auto _ : state) benchmark::DoNotOptimize(run.encode(document.view()));
    processed(state);
}
BENCHMARK(encode);

}  // namespace
