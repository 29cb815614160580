// crossdock-bench NAME: the whole host on the default site. Prints figures; `--json` one line of them.
#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <exception>
#include <functional>
#include <map>
#include <random>
#include <sstream>

#include "tests/bench/whole/bench.hpp"

int main(int count, char** values) {
    namespace po = boost::program_options;
    using namespace crossdock::bench;
    const std::map<std::string, std::function<std::string(const BenchOptions&)>> benches = {
        {"intake", bench_intake}, {"large", bench_large}, {"http", bench_http}, {"idle", bench_idle}, {"edi", bench_edi}};
    BenchOptions options;
    po::options_description visible("crossdock-bench intake|large|http|idle|edi [OPTIONS]");
    visible.add_options()("name", po::value<std::string>(), "which one")(
        "orders", po::value<std::uint64_t>(&options.orders)->default_value(100'000), "how many")(
        "per-interchange", po::value<std::uint32_t>(&options.orders_an_interchange)->default_value(100),
        "orders in one file")("file-an-order", po::bool_switch(&options.file_an_order), "one ERP file an order")(
        "responses", po::bool_switch(&options.responses), "an 855 for each interchange, too")(
        "connections", po::value<std::uint32_t>(&options.connections)->default_value(64), "of the shop")(
        "folder", po::value<std::string>()->default_value("."), "where the site is made and removed")(
        "json", "one line of figures")("help", "this text");
    po::positional_options_description positional;
    positional.add("name", 1);
    try {
        po::variables_map given;
        po::store(po::command_line_parser(count, values).options(visible).positional(positional).run(), given);
        po::notify(given);
        const std::string name = given.count("name") != 0 ? given["name"].as<std::string>() : "";
        if (given.count("help") != 0 || benches.count(name) == 0) {
            std::stringstream text;
            text << visible;
            fmt::print("{}", text.str());
            return given.count("help") != 0 ? 0 : 2;
        }
        options.folder = std::filesystem::absolute(given["folder"].as<std::string>()) /
                         fmt::format("crossdock-bench-{}", std::random_device{}());
        std::filesystem::create_directories(options.folder);
        std::string figures;
        try {
            figures = benches.at(name)(options);
        } catch (...) {
            std::filesystem::remove_all(options.folder);
            throw;
        }
        std::filesystem::remove_all(options.folder);
        if (given.count("json") == 0)
            for (char& letter : figures)
                if (letter == ',') letter = '\n';
        fmt::print("{}\n", figures);
        return 0;
    } catch (const std::exception& failure) {
        fmt::print(stderr, "crossdock-bench: {}\n", failure.what());
        return 1;
    }
}
