#include "tests/bench/whole/floors.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "host/base/sha256.hpp"
#include "host/document/tape.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"
#include "plugins/x12/format_adapter.hpp"
#include "tests/bench/plugins/format_run.hpp"
#include "tests/bench/whole/orders.hpp"
#include "tests/mappings/shipped.hpp"

namespace crossdock::bench {

namespace fs = std::filesystem;

namespace {

double cpu_us() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double each_us(int times, const std::function<void()>& work) {
    work();
    const double begun = cpu_us();
    for (int time = 0; time < times; ++time) work();
    return (cpu_us() - begun) / times;
}

void digest(std::string_view text) { static_cast<void>(sha256(std::as_bytes(std::span(text.data(), text.size())))); }

class Descriptor {
public:
    Descriptor(const fs::path& file, int flags) : descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) throw std::runtime_error(file.string() + " cannot be opened");
    }
    ~Descriptor() { ::close(descriptor_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    void write(const std::string& bytes) const {
        if (::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("a floor's file cannot be written");
    }
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

// What becomes of one order, in memory that is warm.
void add_documents(std::map<std::string, double>& floors) {
    constexpr int times = 5'000;
    mapping::Shipped shipped;
    const auto to_order = shipped.compile("x12-850-to-order").map;
    const auto to_erp = shipped.compile("order-to-erp-xml").map;
    const auto type = shipped.resolve("order/1");
    const std::string source = x12_order(0, 4711);
    auto decoded = shipped.decode(source, "x12/004010/850");
    FormatRun<x12::X12Format> format("x12/004010/850", {{"dictionaries", mapping::Shipped::folder() + "dictionaries"}});
    TapeNames names(shipped.names());
    Document tree(shipped.names());
    if (to_order == nullptr || to_erp == nullptr || !type.ok() || !decoded.ok())
        throw std::runtime_error("the shipped maps cannot be used");
    const mapping::Variable variables[] = {
        {"partner", "harbor"}, {"channel", "edi"}, {"agreement", "harbor-edi"}, {"message", "M1"}};
    mapping::MapContext context;
    context.variables = variables;
    std::vector<mapping::MapFailure> failures;
    Document order(shipped.names());
    Document erp(shipped.names());
    const auto map = [&](const mapping::Map& with, const Document& from, Document& to) {
        to.clear();
        if (!mapping::run(with, from, context, to, failures).ok()) throw std::runtime_error("a shipped map failed");
    };
    floors["x12"] = each_us(times, [&] {
        if (!read_tape(format.decode(source, "2a3e007e002e 00401"), nullptr, names, tree).ok())
            throw std::runtime_error("the x12 format made a bad tape");
    });
    std::string json;
    floors["intake"] = each_us(times, [&] {
        map(*to_order, **decoded, order);
        std::vector<schema::Violation> violations;
        if (schema::validate(**type, order, violations) != 0)
            throw std::runtime_error("a shipped map made a bad order");
        json.clear();
        schema::write_canonical(**type, order, json);
        digest(json);
    });
    floors["flows"] = each_us(times, [&] { map(*to_erp, order, erp); });
}

}  // namespace

std::map<std::string, double> intake_floors_us(const FloorInput& input) {
    std::map<std::string, double> floors;
    add_documents(floors);
    const double orders = input.orders_an_interchange;
    const fs::path folder = input.folder / "floors";
    fs::create_directories(folder);
    constexpr int files = 50;
    const std::string text = x12_interchange(1, 0, input.orders_an_interchange);
    for (int file = 0; file <= files; ++file)
        std::ofstream(folder / fmt::format("in-{}", file), std::ios::binary) << text;
    int next = 0;
    std::string bytes;
    floors["edi-in"] = each_us(files,
                               [&] {
                                   const fs::path path = folder / fmt::format("in-{}", next++);
                                   std::ifstream stream(path, std::ios::binary);
                                   bytes.resize(text.size());
                                   stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
                                   digest(bytes);
                                   fs::rename(path, path.string() + ".done");
                               }) /
                       orders;
    const std::string frames(input.journal_bytes_an_order * input.orders_an_interchange, 'j');
    const Descriptor log(folder / "log", O_WRONLY | O_CREAT | O_APPEND);
    floors["journal"] = each_us(files,
                                [&] {
                                    log.write(frames);
                                    ::fdatasync(log.get());
                                }) /
                        orders;
    const std::string payload(input.erp_bytes_an_order * input.orders_an_interchange, 'e');
    std::string copy;
    floors["xml"] = each_us(files, [&] { copy.assign(payload); }) / orders;
    next = 0;
    floors["erp"] = each_us(files,
                            [&] {
                                const fs::path path = folder / fmt::format("out-{}", next++);
                                {
                                    const Descriptor file(path.string() + ".part", O_WRONLY | O_CREAT | O_TRUNC);
                                    file.write(payload);
                                    ::fdatasync(file.get());
                                }
                                fs::rename(path.string() + ".part", path);
                                const Descriptor names(folder, O_RDONLY | O_DIRECTORY);
                                ::fsync(names.get());
                            }) /
                    orders;
    fs::remove_all(folder);
    return floors;
}

}  // namespace crossdock::bench
