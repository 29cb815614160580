// What the xml format costs on an order file of 2 KB. The floors are a memcpy of it and pugixml's own tree.
#include <benchmark/benchmark.h>
#include <pugixml.hpp>

#include <cstring>

#include <fmt/format.h>

#include "plugins/xml/xml.hpp"
#include "tests/bench/plugins/format_run.hpp"

using namespace crossdock;

namespace {

using XmlRun = bench::FormatRun<xml::Xml>;

const std::string& order() {
    static const std::string text = [] {
        std::string made =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<order id=\"NW-450012\" source=\"edi\" receivedAt=\"2026-03-01T09:15:00Z\">\n"
            "  <Header>\n    <OrderDate>20260301</OrderDate>\n    <DeliveryDate>20260310</DeliveryDate>\n"
            "    <Currency>USD</Currency>\n    <CustomerNumber>0001</CustomerNumber>\n"
            "    <DeliveryAddress id=\"0417\">\n      <Name>Northwind DC East</Name>\n"
            "      <Street>1800 Canal Road</Street>\n      <Street>Dock 7</Street>\n      <City>Columbus</City>\n"
            "      <Region>OH</Region>\n      <Zip>43085</Zip>\n      <Country>US</Country>\n    </DeliveryAddress>\n"
            "  </Header>\n  <Positions>\n";
        for (int line = 1; line <= 8; ++line)
            made += fmt::format(
                "    <Position no=\"{}\">\n      <Article>HS-100{}</Article>\n      <Quantity unit=\"EA\">\n"
                "        <Value>24</Value>\n      </Quantity>\n      <Price>8.75</Price>\n"
                "      <Text>Ball valve 1/2 inch, brass</Text>\n    </Position>\n",
                line, line);
        return made + "  </Positions>\n</order>\n";
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

void floor_pugixml_tree(benchmark::State& state) {
    pugi::xml_document tree;
    for (auto _ : state) benchmark::DoNotOptimize(tree.load_buffer(order().data(), order().size()).offset);
    processed(state);
}
BENCHMARK(floor_pugixml_tree);

void decode(benchmark::State& state) {
    XmlRun run("order/1");
    for (auto _ : state) benchmark::DoNotOptimize(run.decode(order()));
    processed(state);
}
BENCHMARK(decode);

void encode(benchmark::State& state) {
    XmlRun run("order/1");
    const bench::MappedTape document(run.decode(order()));
    if (run.encode(document.view()).bytes() != order()) bench::fail("the order is not written as it was read");
    for (auto _ : state) benchmark::DoNotOptimize(run.encode(document.view()));
    processed(state);
}
BENCHMARK(encode);

}  // namespace
