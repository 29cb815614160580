// `crossdock-bench edi`: how fast the two EDI formats read, in megabytes a second of CPU, one thread.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <functional>

#include "host/document/tape.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"
#include "plugins/edi/segment_scanner.hpp"
#include "plugins/edi/tokenizer.hpp"
#include "plugins/edifact/envelope_syntax.hpp"
#include "plugins/edifact/format_adapter.hpp"
#include "plugins/x12/envelope_syntax.hpp"
#include "plugins/x12/format_adapter.hpp"
#include "tests/bench/plugins/format_run.hpp"
#include "tests/bench/whole/bench.hpp"
#include "tests/bench/whole/edi_samples.hpp"
#include "tests/mappings/shipped.hpp"

namespace crossdock::bench {

namespace {

constexpr std::size_t sample_bytes = 20'000'000;
constexpr std::size_t piece_bytes = 64U << 10U;
constexpr int repetitions = 5;

double cpu_s() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// The best of some repetitions: the others met whatever else ran.
double mb_per_cpu_s(std::size_t bytes, const std::function<void()>& work) {
    double best = 0;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        const double begun = cpu_s();
        work();
        best = std::max(best, static_cast<double>(bytes) / 1e6 / (cpu_s() - begun));
    }
    return best;
}

double peak_resident_mb() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    fail("the system does not tell the resident memory");
}

struct Interchange {
    std::string text;
    std::vector<std::string_view> transactions;
};

Interchange make_interchange(const EdiSample& sample) {
    Interchange made;
    made.text = sample.begin(1);
    std::vector<std::pair<std::size_t, std::size_t>> places;
    while (made.text.size() < sample_bytes) {
        const std::string transaction = sample.transaction(places.size());
        places.emplace_back(made.text.size(), transaction.size());
        made.text += transaction;
    }
    made.text += sample.end(1, places.size());
    for (const auto& [at, size] : places) made.transactions.push_back(std::string_view(made.text).substr(at, size));
    return made;
}

// Segments, as the tokenizer hands them on.
class CountedSegments final : public edi::TokenSink {
public:
    std::uint64_t segments = 0;
    edi::Delimiters delimiters;

    void header(std::string_view, const edi::Delimiters& declared, std::uint64_t) override {
        delimiters = declared;
        ++segments;
    }
    bool segment(std::string_view, std::uint64_t) override {
        ++segments;
        return true;
    }
    void unterminated(std::string_view, std::uint64_t) override { fail("a segment has no end"); }
    void over_limit(std::string_view, std::uint64_t, std::uint64_t, bool) override { fail("a segment is too long"); }
    void junk(std::string_view, std::uint64_t, std::uint64_t) override { fail("there is text between interchanges"); }
    void byte_order_mark() override { fail("there is a byte order mark"); }
    void malformed_header(std::string_view, std::uint64_t) override { fail("the header is malformed"); }
    void truncated_header(std::string_view, std::uint64_t) override { fail("the header is cut off"); }
};

// The stream is cut into segments in pieces, and each transaction into its elements, as the formats do it.
double events(const Interchange& interchange, const edi::HeaderSyntax& syntax) {
    const auto segments =
        static_cast<std::uint64_t>(std::count(interchange.text.begin(), interchange.text.end(), '\n'));
    return mb_per_cpu_s(interchange.text.size(), [&] {
        CountedSegments counted;
        edi::Tokenizer tokenizer(counted, syntax, 1U << 20U);
        for (std::string_view left = interchange.text; !left.empty();
             left.remove_prefix(std::min(piece_bytes, left.size())))
            tokenizer.feed(left.substr(0, piece_bytes));
        tokenizer.close();
        if (counted.segments != segments) fail("segments are missing");
        std::uint64_t elements = 0;
        for (const std::string_view transaction : interchange.transactions) {
            edi::SegmentScanner scanner(transaction, counted.delimiters);
            edi::ScannedSegment scanned;
            while (scanner.next(scanned)) elements += scanned.elements;
        }
        if (elements < segments) fail("elements are missing");
    });
}

tests::Options dictionaries() { return {{"dictionaries", mapping::Shipped::folder() + "dictionaries"}}; }

// Splits the interchange and decodes each of its transactions with every check.
template <typename Format, typename Take>
void read_all(FormatRun<Format>& format, const EdiSample& sample, const Interchange& interchange, Take&& take) {
    if (format.split(interchange.text, piece_bytes) != interchange.transactions.size())
        fail("transactions are missing");
    for (const std::string_view transaction : interchange.transactions)
        take(format.decode(transaction, sample.context));
}

template <typename Format>
double validate(const EdiSample& sample, const Interchange& interchange) {
    FormatRun<Format> format(sample.type, dictionaries());
    return mb_per_cpu_s(interchange.text.size(), [&] {
        std::uint64_t tape_events = 0;
        read_all(format, sample, interchange,
                 [&](const crossdock_tape_view& tape) { tape_events += tape.event_count; });
        if (tape_events < 50 * interchange.transactions.size()) fail("what was decoded is not whole");
    });
}

template <typename Format>
double canonical(const EdiSample& sample, const Interchange& interchange, const std::string& map_name) {
    FormatRun<Format> format(sample.type, dictionaries());
    mapping::Shipped shipped;
    const auto map = shipped.compile(map_name).map;
    const auto type = shipped.resolve("order/1");
    if (map == nullptr || !type.ok()) fail("a shipped map cannot be used");
    const mapping::Variable variables[] = {
        {"partner", "harbor"}, {"channel", "edi"}, {"agreement", "harbor-edi"}, {"message", "M1"}};
    mapping::MapContext context;
    context.variables = variables;
    TapeNames names(shipped.names());
    Document tree(shipped.names());
    Document order(shipped.names());
    std::vector<mapping::MapFailure> failures;
    std::vector<schema::Violation> violations;
    std::string json;
    return mb_per_cpu_s(interchange.text.size(), [&] {
        read_all(format, sample, interchange, [&](const crossdock_tape_view& tape) {
            if (!read_tape(tape, nullptr, names, tree).ok()) fail("the format made a bad tape");
            order.clear();
            if (!mapping::run(*map, tree, context, order, failures).ok()) fail("a shipped map failed");
            if (schema::validate(**type, order, violations) != 0) fail("a shipped map made a bad order");
            json.clear();
            schema::write_canonical(**type, order, json);
        });
        if (json.size() < 500) fail("the order is not whole");
    });
}

// An interchange of that size passes, transaction by transaction, each decoded as soon as it is cut out.
double resident_mb_after(const EdiSample& sample, std::uint64_t bytes) {
    FormatRun<x12::X12Format> format(sample.type, dictionaries());
    format.begin_split();
    std::uint64_t passed = 0;
    std::uint64_t transactions = 0;
    const auto feed = [&](const std::string& text) {
        format.feed_split(text);
        passed += text.size();
    };
    feed(sample.begin(1));
    while (passed < bytes) {
        const std::string transaction = sample.transaction(transactions++);
        feed(transaction);
        static_cast<void>(format.decode(transaction, sample.context));
    }
    feed(sample.end(1, transactions));
    if (format.end_split() != transactions) fail("transactions are missing");
    return peak_resident_mb();
}

}  // namespace

std::string bench_edi(const BenchOptions& /*options*/) {
    const double resident = resident_mb_after(x12_sample(), 1'000'000'000);
    const EdiSample x12 = x12_sample();
    const EdiSample edifact = edifact_sample();
    const Interchange purchase_orders = make_interchange(x12);
    const Interchange orders = make_interchange(edifact);
    const x12::Catalog catalog = x12::Catalog::load(x12::dialect, {mapping::Shipped::folder() + "dictionaries"});
    const double floor = mb_per_cpu_s(purchase_orders.text.size(), [&] {
        std::uint64_t separators = 0;
        for (const char byte : purchase_orders.text)
            separators += static_cast<unsigned>(byte == '~') + static_cast<unsigned>(byte == '*') +
                          static_cast<unsigned>(byte == '>');
        if (separators == 0) fail("there are no separators");
    });
    return fmt::format(
        R"({{"simd_floor":{:.0f},"events_x12":{:.0f},"events_edifact":{:.0f},"validate_x12":{:.0f},)"
        R"("validate_edifact":{:.0f},"canonical_x12":{:.0f},"canonical_edifact":{:.0f},"rss_mb_at_1gb":{:.0f}}})",
        floor, events(purchase_orders, x12::X12Envelopes(catalog)), events(orders, edifact::EdifactEnvelopes()),
        validate<x12::X12Format>(x12, purchase_orders), validate<edifact::EdifactFormat>(edifact, orders),
        canonical<x12::X12Format>(x12, purchase_orders, "x12-850-to-order"),
        canonical<edifact::EdifactFormat>(edifact, orders, "edifact-d96a-orders-to-order"), resident);
}

}  // namespace crossdock::bench
