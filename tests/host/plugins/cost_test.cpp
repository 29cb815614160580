// What the bus costs in CPU. Not run by default: `test_host_plugins [cost]` prints it.
#include <catch2/catch.hpp>

#include <chrono>
#include <ctime>
#include <iostream>

#include "tests/host/plugins/running_host.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;

namespace {

// CPU µs of the whole process, all threads, for each of `count` runs of `work`.
template <typename Work>
double cpu_us(int count, Work&& work) {
    const std::clock_t begin = std::clock();
    for (int at = 0; at < count; ++at) work();
    return static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC / count;
}

}  // namespace

TEST_CASE("exchanges with a format", "[.][cost]") {
    RunningHost running({adapter("lines", "lines", Isolation::thread)});
    const auto format = *running.host->format("lines");
    std::string text;
    for (int line = 0; line < 100; ++line) {
        for (int word = 0; word < 100; ++word) text += "word12345 ";
        text.back() = '\n';
    }
    const auto payload = std::make_shared<const std::string>(text);
    Names names;
    names.intern("line");
    names.intern("word");
    static_cast<void>(format->probe("LINES", "", ""));
    std::vector<DecodeItem> items;
    for (std::uint64_t at = 0; at < 100; ++at) items.push_back({payload, at * 1000, at * 1000, 1, "", "", "", 999});
    const double empty = cpu_us(20'000, [&] { static_cast<void>(format->probe("LINES", "", "")); });
    const double split = cpu_us(1'000, [&] { static_cast<void>(format->split_all({payload}, {})); });
    const double decode = cpu_us(200, [&] { static_cast<void>(format->decode(items, {}, names)); });
    std::cout << "empty exchange " << empty << " us CPU; split of 100 KB, 100 slices " << split
              << " us; decode of 100 slices, 10,300 events " << decode << " us\n";
    CHECK(empty > 0);
}

TEST_CASE("commits of a source", "[.][cost]") {
    constexpr std::size_t count = 200'000;
    const std::uint32_t credit = GENERATE(1U, 16U, 64U, 1024U);
    AdapterSettings settings =
        adapter("emit", "emit", Isolation::thread,
                {{"count", std::to_string(count), {}}, {"size", "1000", {}}, {"quiet", "yes", {}}});
    settings.lane.credit = credit;
    const std::clock_t begin = std::clock();
    const auto wall = std::chrono::steady_clock::now();
    RunningHost running({settings}, [](KeepingReceiver& receiver) { receiver.keeps = false; });
    REQUIRE(running.receiver.wait_for(count));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
    std::cout << "credit " << credit << ": " << static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC / count
              << " us CPU a commit of 1 KB, " << static_cast<double>(count) / seconds << " /s\n";
}
