// Sinks: deliveries of every shape, cancel, check, stop while pending.
#include "checks.hpp"
#include "completions.hpp"

namespace crossdock::sdk::validator {

namespace {

using testing::Delivery;

std::vector<Delivery> deliveries() {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    const testing::Headers headers{{"partner", "acme"}, {"number", "4711"}, {"type", "order"}, {"name", "Größe/../x"}};
    return {
        Delivery{},
        Delivery{R"({"number":"4711","lines":[]})", headers, "order-1", "application/json"},
        Delivery{R"({"number":"4711","lines":[]})", headers, "order-1", "application/json", 2},
        Delivery{every_byte, {}, "bytes", ""},
        Delivery{std::string(1 << 20, 'x'), headers, "large"},
        Delivery{"text", {{"", ""}, {"number", std::string(5000, '9')}}, std::string(1000, 'k'), "text/plain"},
        Delivery{"urgent", headers, "urgent", "text/plain", 1, 1},
    };
}

void whole(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.initialised()) return;
    const crossdock_sink* sink = session.adapter.sink();
    if (!report.expect(sink != nullptr, "the sink's table", "NULL")) return;
    report.expect(sink->struct_size >= sizeof *sink,
                  "struct_size of the sink is at least " + std::to_string(sizeof *sink),
                  std::to_string(sink->struct_size));
    report.expect(sink->promise >= CROSSDOCK_IDEMPOTENT && sink->promise <= CROSSDOCK_AT_LEAST_ONCE,
                  "the sink promises IDEMPOTENT, CHECKABLE or AT_LEAST_ONCE", std::to_string(sink->promise));
    report.expect(sink->submit != nullptr, "the sink has submit", "NULL");
    report.expect(sink->cancel != nullptr, "the sink has cancel", "NULL");
    report.expect((sink->check != nullptr) == (sink->promise == CROSSDOCK_CHECKABLE),
                  "the sink has check when it promises CHECKABLE, and only then", "otherwise");
}

void every_delivery(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    for (const Delivery& delivery : deliveries())
        expect_completed(session, {session.adapter.submit(delivery)}, "a delivery", subject.options, report);
}

void at_once(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    std::vector<std::uint64_t> operations;
    operations.reserve(16);
    for (int index = 0; index < 16; ++index)
        operations.push_back(
            session.adapter.submit({"{}", {{"number", std::to_string(index)}}, "key-" + std::to_string(index)}));
    expect_completed(session, operations, "one of sixteen deliveries at once", subject.options, report);
}

void cancelled(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    const std::uint64_t operation = session.adapter.submit({"{}"});
    session.adapter.cancel(operation);
    expect_completed(session, {operation}, "a cancelled delivery", subject.options, report);
    session.adapter.cancel(operation);
    session.adapter.cancel(4'000'000'000);
}

void checked(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    if (session.adapter.sink()->promise != CROSSDOCK_CHECKABLE || session.adapter.sink()->check == nullptr)
        return report.not_applicable("the sink does not promise CHECKABLE");
    expect_completed(session, {session.adapter.submit_check("never-delivered")}, "a check", subject.options, report);
    const Outcome delivered = session.adapter.deliver({"{}", {{"number", "1"}}, "delivered"});
    if (!delivered.ok()) return;
    const Outcome found = session.adapter.check("delivered");
    report.expect(found.ok(), "a check of a key that was delivered answers OK", testing::status_name(found.status));
}

void stopped(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    std::vector<std::uint64_t> operations;
    operations.reserve(8);
    for (int index = 0; index < 8; ++index)
        operations.push_back(session.adapter.submit({"{}", {}, "key-" + std::to_string(index)}));
    session.adapter.settle_lane(100);
    expect_completed_by_stop(session, operations, "a delivery", subject.options, report);
}

constexpr Check checks[] = {
    {"sink: its table is whole", CROSSDOCK_INTERFACE_SINK, 1, whole},
    {"sink: every delivery completes exactly once", CROSSDOCK_INTERFACE_SINK, 5, every_delivery},
    {"sink: deliveries at once complete", CROSSDOCK_INTERFACE_SINK, 1, at_once},
    {"sink: a cancelled delivery completes", CROSSDOCK_INTERFACE_SINK, 1, cancelled},
    {"sink: a check completes", CROSSDOCK_INTERFACE_SINK, 1, checked},
    {"sink: stop completes what is pending", CROSSDOCK_INTERFACE_SINK, 1, stopped},
};

}  // namespace

std::span<const Check> sink_checks() { return checks; }

}  // namespace crossdock::sdk::validator
