// Stores orders by each contender in turn, several rounds, and prints the medians: orders a second and CPU µs an order.
//   bench_journal [orders [rounds [folder]]]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>

#include "tests/bench/journal/journal_contenders.hpp"
#include "tests/bench/journal/journal_rows.hpp"

using namespace crossdock;
using namespace crossdock::bench;

namespace {

struct Figures {
    double orders_per_s = 0;
    double cpu_us = 0;   // of the whole process, until all is indexed
    double make_us = 0;  // of that, making the rows
};

double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Figures measure(const ContenderName& contender, Shape shape, std::uint64_t orders,
                const std::filesystem::path& folder) {
    std::filesystem::remove_all(folder);
    std::vector<std::vector<journal::Unit>> rows;
    const auto subject = contender.make(folder);
    double making = 0;
    std::chrono::duration<double> committing{};
    const double cpu_before = cpu_seconds();
    for (std::uint64_t first = 1; first <= orders; first += orders_per_commit) {
        const double before = cpu_seconds();
        auto units = make_rows(shape, first);
        making += cpu_seconds() - before;
        const auto start = std::chrono::steady_clock::now();
        subject->commit(std::move(units));
        committing += std::chrono::steady_clock::now() - start;
    }
    subject->finish();
    const double cpu = cpu_seconds() - cpu_before - making;
    std::filesystem::remove_all(folder);
    const auto count = static_cast<double>(orders);
    return {count / committing.count(), cpu * 1e6 / count, making * 1e6 / count};
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    const std::uint64_t orders = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 200'000;
    const int rounds = count > 2 ? std::atoi(arguments[2]) : 3;
    const std::filesystem::path folder =
        (count > 3 ? std::filesystem::path(arguments[3]) : std::filesystem::temp_directory_path()) /
        "crossdock-bench-journal";
    for (const Shape shape : {Shape::single, Shape::interchange}) {
        fmt::print("{}, {} orders in commits of {}\n",
                   shape == Shape::single ? "a unit for each order" : "a unit for 100 orders", orders,
                   orders_per_commit);
        const auto all = contenders();
        std::vector<std::vector<Figures>> figures(all.size());
        for (int round = 0; round < rounds; ++round)
            for (std::size_t at = 0; at < all.size(); ++at)
                figures[at].push_back(measure(all[at], shape, orders, folder));
        double floor_us = 0;
        for (std::size_t at = 0; at < all.size(); ++at) {
            std::vector<double> speed;
            std::vector<double> cpu;
            for (const Figures& each : figures[at]) {
                speed.push_back(each.orders_per_s);
                cpu.push_back(each.cpu_us);
            }
            if (at == 0) floor_us = median(cpu);
            fmt::print("  {:36} {:9.0f} orders/s {:7.2f} CPU us/order {:5.1f} x floor\n", all[at].name, median(speed),
                       median(cpu), median(cpu) / floor_us);
        }
    }
    return 0;
}
