#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/bench/whole/bench.hpp"
#include "tests/bench/whole/bench_site.hpp"
#include "tests/bench/whole/floors.hpp"
#include "tests/bench/whole/orders.hpp"

namespace crossdock::bench {

namespace fs = std::filesystem;

namespace {

std::size_t files_in(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder))
        count += entry.path().filename().string().starts_with(".") ? 0 : 1;
    return count;
}

std::uintmax_t bytes_in(const fs::path& folder) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += entry.file_size();
    return bytes;
}

// Counts the orders in the ERP's files again, each by its number.
std::uint64_t orders_in(const fs::path& folder) {
    std::set<std::string> numbers;
    std::uint64_t count = 0;
    static constexpr std::string_view mark = "<SalesOrder id=\"";
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
            const auto begin = at + mark.size();
            numbers.insert(text.substr(begin, text.find('"', begin) - begin));
            ++count;
        }
    }
    if (numbers.size() != count) throw std::runtime_error("an order went out twice");
    return count;
}

// The partner gets a 997 and no 855.
void without_responses(const BenchSite& site) {
    site.replace("partners/harbor.xml",
                 R"(<send document="order-response/1" map="order-response-to-x12-855" )"
                 R"(type="x12/004010/855" to="partners-out"/>)",
                 "");
}

}  // namespace

std::string bench_intake(const BenchOptions& options) {
    BenchSite site(options.folder);
    site.replace("crossdock.xml", "\"500ms\"", "\"20ms\"");
    site.replace("crossdock.xml", "\"500ms\"", "\"20ms\"");
    if (options.file_an_order)
        site.replace("flows/order-to-erp.xml", "map=\"order-to-erp-xml\" together=\"interchange\"",
                     "map=\"order-to-erp-xml\"");
    if (!options.responses) without_responses(site);
    const fs::path staging = site.site() / "staging";
    const fs::path in = site.site() / "in" / "edi";
    fs::create_directories(staging);
    const std::uint64_t interchanges = options.orders / options.orders_an_interchange;
    const std::uint64_t orders = interchanges * options.orders_an_interchange;
    std::uint64_t bytes = 0;
    for (std::uint64_t index = 0; index < interchanges; ++index) {
        const std::string text = x12_interchange(static_cast<std::uint32_t>(index + 1),
                                                 index * options.orders_an_interchange, options.orders_an_interchange);
        std::ofstream(staging / fmt::format("orders-{:06}.edi", index), std::ios::binary) << text;
        bytes += text.size();
    }
    const double ready_ms = site.start();
    const CpuSeconds before = site.cpu();
    const double idle_mb = site.resident_mb();
    const double begun = wall_seconds();
    for (const auto& entry : fs::directory_iterator(staging)) fs::rename(entry.path(), in / entry.path().filename());
    const std::size_t expected = options.file_an_order ? orders : interchanges;
    std::size_t seen = 0;
    double progress = begun;
    while ((seen = files_in(site.site() / "out" / "erp")) < expected) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (wall_seconds() - progress > 600) throw std::runtime_error(fmt::format("only {} files after 600 s", seen));
    }
    const double took = wall_seconds() - begun;
    const CpuSeconds after = site.cpu();
    const double peak_mb = site.resident_peak_mb();
    while (files_in(site.site() / "out" / "partners") < (options.responses ? 2 : 1) * interchanges)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    site.stop_and_verify();
    if (const std::uint64_t counted = orders_in(site.site() / "out" / "erp"); counted != orders)
        throw std::runtime_error(fmt::format("{} orders came in and {} went out", orders, counted));
    const double to_us = 1e6 / static_cast<double>(orders);
    FloorInput floor_input;
    floor_input.folder = options.folder;
    floor_input.orders_an_interchange = options.orders_an_interchange;
    floor_input.journal_bytes_an_order = bytes_in(site.site() / "journal" / "log") / orders;
    floor_input.erp_bytes_an_order = bytes_in(site.site() / "out" / "erp") / orders;
    std::string floors;
    for (const auto& [stage, us] : intake_floors_us(floor_input))
        floors += fmt::format("{}\"{}\":{:.2f}", floors.empty() ? "" : ",", stage, us);
    std::string stages;
    for (const auto& [thread, seconds] : after.by_thread) {
        const auto was = before.by_thread.find(thread);
        const double spent = seconds - (was == before.by_thread.end() ? 0.0 : was->second);
        if (spent * to_us >= 0.005)
            stages += fmt::format("{}\"{}\":{:.2f}", stages.empty() ? "" : ",", thread, spent * to_us);
    }
    return fmt::format(
        R"({{"bench":"intake","orders":{},"orders_an_interchange":{},"file_an_order":{},"responses":{},"bytes_an_order":{},)"
        R"("orders_per_s":{:.0f},"us_per_order":{:.1f},"stages_us":{{{}}},"floors_us":{{{}}},)"
        R"("journal_bytes_an_order":{},"rss_idle_mb":{:.1f},)"
        R"("rss_peak_mb":{:.1f},"ready_ms":{:.0f}}})",
        orders, options.orders_an_interchange, options.file_an_order, options.responses, bytes / orders,
        static_cast<double>(orders) / took, (after.all - before.all) * to_us, stages, floors,
        floor_input.journal_bytes_an_order, idle_mb, peak_mb, ready_ms);
}

std::string bench_large(const BenchOptions& options) {
    BenchSite site(options.folder);
    without_responses(site);
    const fs::path file = site.site() / "staged.edi";
    {
        std::ofstream out(file, std::ios::binary);
        out << x12_begin(1);
        for (std::uint64_t index = 0; index < options.orders; ++index) out << x12_order(index, index);
        out << x12_end(1, options.orders);
    }
    const std::uintmax_t bytes = fs::file_size(file);
    site.start();
    const double idle_mb = site.resident_mb();
    const CpuSeconds before = site.cpu();
    const double begun = wall_seconds();
    fs::rename(file, site.site() / "in" / "edi" / "orders.edi");
    // The acknowledgement goes with the last part.
    while (files_in(site.site() / "out" / "partners") == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        if (wall_seconds() - begun > 3'600) throw std::runtime_error("no acknowledgement after an hour");
    }
    const double took = wall_seconds() - begun;
    const double us = (site.cpu().all - before.all) * 1e6 / static_cast<double>(options.orders);
    while (orders_in(site.site() / "out" / "erp") < options.orders)
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const double peak_mb = site.resident_peak_mb();
    site.stop_and_verify();
    return fmt::format(R"({{"bench":"large","orders":{},"mb":{:.0f},"orders_per_s":{:.0f},"us_per_order":{:.1f},)"
                       R"("rss_idle_mb":{:.1f},"rss_peak_mb":{:.1f},"rss_grown_mb":{:.1f}}})",
                       options.orders, static_cast<double>(bytes) / 1e6, static_cast<double>(options.orders) / took, us,
                       idle_mb, peak_mb, peak_mb - idle_mb);
}

std::string bench_idle(const BenchOptions& options) {
    BenchSite site(options.folder);
    site.start();
    site.stop_and_verify();
    // The second start is what operators see: the plugins have been looked at once.
    const double ready_ms = site.start();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const CpuSeconds before = site.cpu();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const double cpu_percent = (site.cpu().all - before.all) / 2 * 100;
    const double resident_mb = site.resident_mb();
    site.stop_and_verify();
    return fmt::format(R"({{"bench":"idle","ready_ms":{:.0f},"rss_mb":{:.1f},"cpu_percent":{:.2f}}})", ready_ms,
                       resident_mb, cpu_percent);
}

}  // namespace crossdock::bench
