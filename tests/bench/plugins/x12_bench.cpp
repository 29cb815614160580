// What the x12 format costs: scanning, splitting, reading an order, writing a response of eight lines. The floors are
// memchr over the same interchange and a memcpy of the same transaction.
#include <benchmark/benchmark.h>

#include <cstring>

#include <fmt/format.h>

#include "plugins/x12/format_adapter.hpp"
#include "plugins/edi/segment_scanner.hpp"
#include "tests/bench/plugins/format_run.hpp"

using namespace crossdock;

namespace {

using X12Run = bench::FormatRun<x12::X12Format>;

const tests::Options shipped{{"dictionaries", CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"}};
constexpr std::string_view context = "2a3e007e002e 00401";

std::string order() {
    std::string text =
        "ST*850*0001~BEG*00*SA*NW-450012**20260301~CUR*BY*USD~REF*DP*018~REF*IA*77120~"
        "PER*BD*Dana Whitfield*TE*5550100200~FOB*PP*OR*Harbor dock 4~ITD*01*3*2*20260331*30*20260401*31~"
        "DTM*002*20260310~TD5*B*2*HBRX*M*Harbor Express~"
        "N1*ST*Northwind DC East*92*0417~N3*1800 Canal Road*Dock 7~N4*Columbus*OH*43085*US~"
        "N1*BY*Northwind Retail*92*0001~";
    for (int line = 1; line <= 4; ++line)
        text += fmt::format("PO1*{}*24*EA*8.75*PE*UP*012345678905*VN*HS-100{}~PID*F****Brass ball valve 1/2 in~", line,
                            line);
    return text + "CTT*4*96~SE*24*0001~";
}

std::string response() {
    std::string text =
        "ST*855*0001~BAK*00*AC*NW-450012*20260301****SO-1*20260302~CUR*SE*USD~N1*ST*Northwind DC East*92*0417~";
    for (int line = 1; line <= 8; ++line)
        text += fmt::format("PO1*{}*24*EA*8.75**VN*HS-100{}*UK*00012345678905~ACK*IA*24*EA*068*2026030{}**VN*HS-100{}~",
                            line, line, line, line);
    return text + "CTT*8~SE*22*0001~";
}

std::string interchange(int orders) {
    std::string text =
        "ISA*00*          *00*          *ZZ*NORTHWINDBUYER *14*HARBORSUPPLY   *260301*0915*U*00401*000000101*0*P*>~"
        "GS*PO*NORTHWINDBUYER*HARBORSUPPLY*20260301*0915*7*X*004010~";
    for (int number = 1; number <= orders; ++number) {
        std::string transaction = order();
        const std::string control = fmt::format("{:04}", number);
        transaction.replace(transaction.find("0001"), 4, control);
        transaction.replace(transaction.rfind("0001"), 4, control);
        text += transaction;
    }
    return text + fmt::format("GE*{}*7~IEA*1*000000101~", orders);
}

const std::string& payload() {
    static const std::string text = interchange(1000);
    return text;
}

void processed(benchmark::State& state, std::size_t bytes) {
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
    state.counters["bytes"] = static_cast<double>(bytes);
}

// One terminator after the other.
void floor_memchr(benchmark::State& state) {
    const char* const end = payload().data() + payload().size();
    for (auto _ : state) {
        std::size_t count = 0;
        for (const char* at = payload().data();; ++at, ++count) {
            at = static_cast<const char*>(std::memchr(at, '~', static_cast<std::size_t>(end - at)));
            if (at == nullptr) break;
        }
        benchmark::DoNotOptimize(count);
    }
    processed(state, payload().size());
}
BENCHMARK(floor_memchr);

void floor_memcpy_855(benchmark::State& state) {
    const std::string text = response();
    std::string copy(text.size(), ' ');
    for (auto _ : state) {
        std::memcpy(copy.data(), text.data(), copy.size());
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
    }
    processed(state, text.size());
}
BENCHMARK(floor_memcpy_855);

void scan(benchmark::State& state) {
    x12::Delimiters delimiters;
    delimiters.component = '>';
    for (auto _ : state) {
        x12::SegmentScanner scanner(payload(), delimiters);
        x12::ScannedSegment segment;
        std::uint64_t elements = 0;
        while (scanner.next(segment)) elements += segment.elements;
        benchmark::DoNotOptimize(elements);
    }
    processed(state, payload().size());
}
BENCHMARK(scan);

void split_in_pieces_of_64_kib(benchmark::State& state) {
    X12Run run("x12/004010/850", shipped);
    if (run.split(payload(), 64u << 10u) != 1000) bench::fail("there are not 1000 orders");
    for (auto _ : state) benchmark::DoNotOptimize(run.split(payload(), 64u << 10u));
    processed(state, payload().size());
}
BENCHMARK(split_in_pieces_of_64_kib);

void decode_850(benchmark::State& state) {
    X12Run run("x12/004010/850", shipped);
    const std::string text = order();
    for (auto _ : state) benchmark::DoNotOptimize(run.decode(text, context));
    processed(state, text.size());
}
BENCHMARK(decode_850);

void decode_855(benchmark::State& state) {
    X12Run run("x12/004010/855", shipped);
    const std::string text = response();
    for (auto _ : state) benchmark::DoNotOptimize(run.decode(text, context));
    processed(state, text.size());
}
BENCHMARK(decode_855);

void encode_855(benchmark::State& state) {
    X12Run run("x12/004010/855", shipped);
    const std::string text = response();
    const bench::MappedTape document(run.decode(text, context), {"ST", "SE"});
    if (run.encode(document.view()).filled() != text) bench::fail("the response is not written as it was read");
    for (auto _ : state) benchmark::DoNotOptimize(run.encode(document.view()));
    processed(state, text.size());
}
BENCHMARK(encode_855);

void assemble_100_of_855(benchmark::State& state) {
    X12Run run("x12/004010/855", shipped);
    const std::string text = response();
    const bench::MappedTape document(run.decode(text, context), {"ST", "SE"});
    const sdk::testing::OutputBuffer& encoded = run.encode(document.view());
    const std::vector<crossdock_slot> slots = encoded.slots();
    crossdock_encoded_view view{};
    view.struct_size = sizeof view;
    view.type = sdk::view(run.type());
    view.bytes = sdk::bytes_view(encoded.bytes());
    view.slots = slots.data();
    view.slot_count = slots.size();
    const std::vector<crossdock_encoded_view> transactions(100, view);
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.sender = {sdk::view("14"), sdk::view("HARBORSUPPLY")};
    request.receiver = {sdk::view("ZZ"), sdk::view("NORTHWINDBUYER")};
    request.time_ms = 1772356500000;
    request.transactions = transactions.data();
    request.transaction_count = transactions.size();
    request.transaction_size = sizeof view;
    for (auto _ : state) benchmark::DoNotOptimize(run.assemble(request));
    processed(state, run.assemble(request));
}
BENCHMARK(assemble_100_of_855);

}  // namespace
