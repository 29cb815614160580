// What reading a CSV file of 1,000 rows costs. The floor is memchr over it, line by line.
#include <benchmark/benchmark.h>

#include <cstring>

#include <fmt/format.h>

#include "plugins/csv/csv.hpp"
#include "tests/bench/plugins/format_run.hpp"

using namespace crossdock;

namespace {

constexpr int rows = 1000;

const std::string& file() {
    static const std::string text = [] {
        std::string made = "order,orderedOn,line,sku,description,quantity,unit,price\r\n";
        for (int row = 1; row <= rows; ++row)
            made += fmt::format("NW-450012,2026-03-01,{},HS-1001,\"Ball valve, brass\",24,EA,8.75\r\n", row);
        return made;
    }();
    return text;
}

void processed(benchmark::State& state) {
    state.SetBytesProcessed(static_cast<std::int64_t>(file().size()) * state.iterations());
    state.SetItemsProcessed(rows * state.iterations());
    state.counters["bytes"] = static_cast<double>(file().size());
}

void floor_memchr(benchmark::State& state) {
    const char* const end = file().data() + file().size();
    for (auto _ : state) {
        std::size_t count = 0;
        for (const char* at = file().data();; ++at, ++count) {
            at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
            if (at == nullptr) break;
        }
        benchmark::DoNotOptimize(count);
    }
    processed(state);
}
BENCHMARK(floor_memchr);

void decode_1000_rows(benchmark::State& state) {
    bench::FormatRun<csv::Csv> run("orders/1");
    for (auto _ : state) benchmark::DoNotOptimize(run.decode(file()));
    processed(state);
}
BENCHMARK(decode_1000_rows);

}  // namespace
