// What an order of 72 values costs on its way through the host. The floors are a memcpy of its JSON and RapidJSON's
// tree of it.
#include <benchmark/benchmark.h>
#include <rapidjson/document.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "host/document/json.hpp"
#include "host/document/tape.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"

using namespace crossdock;

namespace {

std::string order_json() {
    std::string json =
        R"({"number":"4500017823","purpose":"original","type":"standard","orderedOn":"2026-11-20","channel":"edi",)"
        R"("partner":"northwind","currency":"USD","requestedDeliveryOn":"2026-12-01","parties":[)"
        R"({"role":"buyer","id":"0012345000010","idType":"gln","name":"Northwind Trading Company"},)"
        R"({"role":"ship-to","id":"0012345000027","idType":"gln","name":"Northwind Warehouse 7","address":{"lines":["1200 Harbor Street","Dock 4"],)"
        R"("city":"Portland","region":"OR","postalCode":"97201","country":"US"}}],"lines":[)";
    for (int line = 1; line <= 5; ++line) {
        if (line > 1) json += ',';
        json +=
            R"({"number":")" + std::to_string(line) +
            R"(","sku":"AX-10034-B","buyerSku":"778812","gtin":"00012345678905","description":"Ball valve 1/2 inch, brass",)"
            R"("quantity":"24","unit":"EA","unitPrice":"17.4500","amount":"418.80"})";
    }
    return json + R"(],"references":[{"type":"department","value":"041"}],"totals":{"lines":5,"amount":"2094.00"}})";
}

struct Order {
    Names names;
    std::unique_ptr<const schema::Type> type;
    std::string json = order_json();
    std::unique_ptr<Document> document;

    Order() {
        const std::string path = CROSSDOCK_SOURCE_DIR "/mappings/schemas/order-1.json";
        std::ifstream file(path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        auto compiled = schema::compile_type("order/1", text, path, names);
        if (!compiled.ok()) fail(compiled.error());
        type = std::move(compiled).value();
        document = std::make_unique<Document>(names);
        if (const Status read = read_json(json, "order", *document); !read.ok()) fail(read.error());
        std::vector<schema::Violation> violations;
        if (schema::validate(*type, *document, violations) != 0)
            fail({"bench", ErrorClass::permanent, violations[0].text});
        std::size_t values = 0;
        for (NodeIndex node = 0; node < document->size(); ++node)
            values += (*document)[node].kind == NodeKind::value ? 1 : 0;
        std::printf("values %zu, nodes %zu, JSON bytes %zu\n", values, document->size(), json.size());
    }

    [[noreturn]] static void fail(const Error& error) {
        std::fprintf(stderr, "%s\n", describe(error).c_str());
        std::exit(1);
    }
};

const Order& order() {
    static const Order the_order;
    return the_order;
}

void floor_copy_json(benchmark::State& state) {
    std::string copy(order().json.size(), ' ');
    for (auto _ : state) {
        std::memcpy(copy.data(), order().json.data(), copy.size());
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(floor_copy_json);

void floor_rapidjson_tree(benchmark::State& state) {
    for (auto _ : state) {
        rapidjson::Document tree;
        tree.Parse(order().json.data(), order().json.size());
        benchmark::DoNotOptimize(tree.MemberCount());
    }
}
BENCHMARK(floor_rapidjson_tree);

void tape_to_document(benchmark::State& state) {
    TapeBuilder builder;
    Result<crossdock_tape_view> tape = builder.build(*order().document);
    tape->names_id = 1;
    TapeNames names(order().names);
    Document document(order().names);
    for (auto _ : state) {
        const Status read = read_tape(*tape, nullptr, names, document);
        benchmark::DoNotOptimize(read.ok());
    }
}
BENCHMARK(tape_to_document);

void document_to_tape(benchmark::State& state) {
    TapeBuilder builder;
    for (auto _ : state) benchmark::DoNotOptimize(builder.build(*order().document).ok());
}
BENCHMARK(document_to_tape);

void validate_order(benchmark::State& state) {
    std::vector<schema::Violation> violations;
    for (auto _ : state) benchmark::DoNotOptimize(schema::validate(*order().type, *order().document, violations));
}
BENCHMARK(validate_order);

void document_to_canonical_json(benchmark::State& state) {
    std::string out;
    for (auto _ : state) {
        out.clear();
        schema::write_canonical(*order().type, *order().document, out);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(document_to_canonical_json);

void document_to_any_json(benchmark::State& state) {
    std::string out;
    for (auto _ : state) {
        out.clear();
        write_json(*order().document, Document::root, JsonStyle::compact, out);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(document_to_any_json);

void json_to_document(benchmark::State& state) {
    Document document(order().names);
    for (auto _ : state) benchmark::DoNotOptimize(read_json(order().json, "order", document).ok());
}
BENCHMARK(json_to_document);

void find_trace_keys(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(schema::trace_keys(*order().type, *order().document).size());
}
BENCHMARK(find_trace_keys);

}  // namespace
