// Services: their operations as data, calls with right and wrong requests, cancel, stop while pending.
#include <cstring>
#include <set>

#include "checks.hpp"
#include "completions.hpp"

namespace crossdock::sdk::validator {

namespace {

std::vector<std::string> operation_names(const FakeAdapter& adapter) {
    std::vector<std::string> names;
    const crossdock_service* service = adapter.service();
    for (std::uint64_t index = 0; index < service->operation_count(adapter.self()); ++index)
        if (const auto* operation = service->operation_at(adapter.self(), index);
            operation != nullptr && operation->name != nullptr)
            names.emplace_back(operation->name);
    return names;
}

void whole(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.initialised()) return;
    const crossdock_service* service = session.adapter.service();
    if (!report.expect(service != nullptr, "the service's table", "NULL")) return;
    report.expect(service->struct_size >= sizeof *service,
                  "struct_size of the service is at least " + std::to_string(sizeof *service),
                  std::to_string(service->struct_size));
    const bool functions = service->operation_count != nullptr && service->operation_at != nullptr &&
                           service->call != nullptr && service->cancel != nullptr;
    report.expect(functions, "the service has operation_count, operation_at, call and cancel", "NULL");
}

void operations_declared(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.initialised()) return;
    const crossdock_service* service = session.adapter.service();
    void* self = session.adapter.self();
    const std::uint64_t count = service->operation_count(self);
    report.expect(count > 0, "at least one operation", "none");
    report.expect(service->operation_at(self, count) == nullptr, "operation_at answers NULL past the end", "a pointer");
    const std::vector<std::string> all = operation_names(session.adapter);
    report.expect(std::set<std::string>(all.begin(), all.end()).size() == all.size(), "operation names are unique",
                  "one comes twice");
    for (std::uint64_t index = 0; index < count; ++index) {
        const crossdock_operation* operation = service->operation_at(self, index);
        const std::string which = "operation " + std::to_string(index);
        if (!report.expect(operation != nullptr, which + " is there", "NULL")) continue;
        report.expect(operation->struct_size >= sizeof *operation,
                      "struct_size of " + which + " is at least " + std::to_string(sizeof *operation),
                      std::to_string(operation->struct_size));
        report.expect(operation->name != nullptr && *operation->name != '\0', which + " has a name", "none");
        report.expect(operation->documentation != nullptr && *operation->documentation != '\0',
                      which + " has documentation", "none");
        for (const char* schema : {operation->request_schema, operation->response_schema})
            report.expect(schema == nullptr || *schema == '{', "a schema of " + which + " is a JSON object or NULL",
                          schema == nullptr ? "" : schema);
        const char* undo = operation->compensated_by;
        report.expect(undo == nullptr || std::find(all.begin(), all.end(), undo) != all.end(),
                      which + " is compensated by an operation of this service", undo == nullptr ? "" : undo);
    }
}

void every_call(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    std::vector<std::string> names = operation_names(session.adapter);
    names.emplace_back("no-such-operation");
    for (const std::string& name : names)
        for (const char* request : {"{}", "", "[1,", "null", R"({"unknown":[[[[{}]]]]})"})
            expect_completed(session, {session.adapter.submit_call({name, request})}, "a call of " + name,
                             subject.options, report);
    const Outcome unknown = session.adapter.call("no-such-operation", "{}");
    report.expect(!unknown.ok(), "an operation that is not declared is refused", "OK");
}

void cancelled(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    for (const std::string& name : operation_names(session.adapter)) {
        const std::uint64_t operation = session.adapter.submit_call({name, "{}"});
        session.adapter.cancel(operation);
        expect_completed(session, {operation}, "a cancelled call of " + name, subject.options, report);
        session.adapter.cancel(operation);
    }
    session.adapter.cancel(4'000'000'000);
}

void stopped(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    std::vector<std::uint64_t> operations;
    for (const std::string& name : operation_names(session.adapter))
        for (int index = 0; index < 4; ++index) operations.push_back(session.adapter.submit_call({name, "{}"}));
    session.adapter.settle_lane(100);
    expect_completed_by_stop(session, operations, "a call", subject.options, report);
}

constexpr Check checks[] = {
    {"service: its table is whole", CROSSDOCK_INTERFACE_SERVICE, 1, whole},
    {"service: its operations are well declared", CROSSDOCK_INTERFACE_SERVICE, 1, operations_declared},
    {"service: every call completes exactly once", CROSSDOCK_INTERFACE_SERVICE, 6, every_call},
    {"service: a cancelled call completes", CROSSDOCK_INTERFACE_SERVICE, 4, cancelled},
    {"service: stop completes what is pending", CROSSDOCK_INTERFACE_SERVICE, 1, stopped},
};

}  // namespace

std::span<const Check> service_checks() { return checks; }

}  // namespace crossdock::sdk::validator
