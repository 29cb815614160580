// The life cycle in legal and illegal orders, and what a failing call says.
#include <algorithm>
#include <cstring>

#include "checks.hpp"

namespace crossdock::sdk::validator {

namespace {

void create_is_whole(Subject& subject, Report& report) {
    FakeHost host;
    configure(subject, subject.scratch, host, report);
    crossdock_error error = empty_error();
    host.set_creating(true);
    const crossdock_adapter* table = subject.factory->create(host.raw(), subject.type->name, &error);
    host.set_creating(false);
    if (!report.expect(table != nullptr, "create makes an adapter",
                       describe({CROSSDOCK_FAILED, ErrorCopy::of(&error)})))
        return;
    report.expect(table->struct_size >= sizeof *table,
                  "struct_size of the adapter is at least " + std::to_string(sizeof *table),
                  std::to_string(table->struct_size));
    report.expect(table->init != nullptr, "the adapter has init", "NULL");
    report.expect(table->start != nullptr, "the adapter has start", "NULL");
    report.expect(table->stop != nullptr, "the adapter has stop", "NULL");
    report.expect(table->destroy != nullptr, "the adapter has destroy", "NULL");
    report.expect(table->get_extension != nullptr, "the adapter has get_extension", "NULL");
    for (const std::string& breach : host.breaches()) report.problem("create calls nothing of the host", breach);
    if (report.clean()) table->destroy(table->self);
}

void comes_up(Subject& subject, Report& report) {
    Report of_the_end;
    Session session(subject, of_the_end);
    if (!report.expect(session.created(), "create makes an adapter", "NULL")) return;
    for (const auto& [what, call] : {std::pair("init", &FakeAdapter::init), std::pair("start", &FakeAdapter::start)}) {
        const Answer answer = (session.adapter.*call)();
        if (answer.status == CROSSDOCK_FAILED) report.expect_filled(what, answer.error);
        if (!report.expect(answer.ok(), std::string(what) + " answers OK" + configuration_advice(subject),
                           describe(answer)))
            return;
    }
}

void legal_order(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    report.expect_status("stop", session.adapter.stop(), CROSSDOCK_OK);
    report.expect_status("a second start after stop", session.adapter.start(), CROSSDOCK_OK);
    report.expect_status("a second stop", session.adapter.stop(), CROSSDOCK_OK);
}

void illegal_order(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.created()) return;
    const auto refused = [&](const std::string& what, const Answer& answer) {
        if (report.expect_status(what, answer, CROSSDOCK_BAD_STATE)) report.expect_filled(what, answer.error);
    };
    refused("start before init", session.adapter.start());
    refused("stop before init", session.adapter.stop());
    if (!session.initialised()) return;
    refused("a second init", session.adapter.init());
    refused("stop before start", session.adapter.stop());
    if (!report.expect_status("start", session.adapter.start(), CROSSDOCK_OK)) return;
    refused("a second start", session.adapter.start());
    refused("init after start", session.adapter.init());
    report.expect_status("stop after refused calls", session.adapter.stop(), CROSSDOCK_OK);
    refused("a second stop", session.adapter.stop());
}

void destroy_anywhere(Subject& subject, Report& report) {
    { const Session created(subject, report); }
    {
        Session initialised(subject, report);
        if (!initialised.initialised()) return;
    }
    {
        Session started(subject, report);
        if (!started.started()) return;
    }
    Session stopped(subject, report);
    if (stopped.started()) report.expect_status("stop", stopped.adapter.stop(), CROSSDOCK_OK);
}

void offers_interfaces(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.initialised()) return;
    const std::pair<std::uint32_t, const char*> interfaces[] = {{CROSSDOCK_INTERFACE_SOURCE, CROSSDOCK_SOURCE},
                                                                {CROSSDOCK_INTERFACE_SINK, CROSSDOCK_SINK},
                                                                {CROSSDOCK_INTERFACE_SERVICE, CROSSDOCK_SERVICE},
                                                                {CROSSDOCK_INTERFACE_FORMAT, CROSSDOCK_FORMAT}};
    for (const auto& [bit, id] : interfaces) {
        const bool offered = session.adapter.extension<void>(id) != nullptr;
        const bool declared = subject.has(bit);
        report.expect(offered == declared,
                      std::string(id) + (declared ? " is offered: the type declares it" : " is NULL: not declared"),
                      offered ? "a pointer" : "NULL");
    }
    report.expect(session.adapter.extension<void>("com.example.unknown/1") == nullptr,
                  "get_extension answers NULL for an id it does not know", "a pointer");
}

void required_properties(Subject& subject, Report& report) {
    bool any = false;
    for (std::uint64_t index = 0; index < subject.type->property_count; ++index) {
        const crossdock_property& property = subject.type->properties[index];
        if ((property.flags & CROSSDOCK_PROPERTY_REQUIRED) == 0) continue;
        any = true;
        Session session(subject, report);
        if (!session.created()) return;
        session.host.config.forget(property.name);
        const std::string what = "init without the required property '" + std::string(property.name) + "'";
        const Answer answer = session.adapter.init();
        if (report.expect_decided(what, answer) && answer.ok())
            report.expect_decided("start after it", session.adapter.start());
    }
    if (!any) report.not_applicable("no property is required");
}

void poorer_host(Subject& subject, Report& report) {
    for (const char* id : {CROSSDOCK_LOG, CROSSDOCK_METRICS, CROSSDOCK_CHECKPOINT, CROSSDOCK_SECRETS,
                           CROSSDOCK_SCHEDULER, CROSSDOCK_PROGRESS, CROSSDOCK_BUFFERS, CROSSDOCK_THREAD_CHECK}) {
        Session session(subject, report);
        if (!session.created()) return;
        session.host.withhold(id);
        const Answer answer = session.adapter.init();
        if (report.expect_decided(std::string("init under a host without ") + id, answer) && answer.ok())
            report.expect_decided(std::string("start under a host without ") + id, session.adapter.start());
    }
}

void short_error(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.created()) return;
    crossdock_error error;
    std::memset(&error, 0x5A, sizeof error);
    constexpr std::uint32_t size = offsetof(crossdock_error, offset);
    error.struct_size = size;
    static_cast<void>(session.adapter.table()->start(session.adapter.self(), &error));
    const auto* bytes = reinterpret_cast<const unsigned char*>(&error);
    const bool kept = std::all_of(bytes + size, bytes + sizeof error, [](unsigned char byte) { return byte == 0x5A; });
    report.expect(kept, "nothing is written past the struct_size of a caller's error", "bytes after it changed");
    report.expect(error.struct_size == size, "the caller's struct_size is left alone",
                  std::to_string(error.struct_size));
}

void two_at_once(Subject& subject, Report& report) {
    Session first(subject, report);
    Subject beside = subject;
    beside.scratch = subject.scratch / "beside";
    Session second(beside, report);
    if (!first.started() || !second.initialised()) return;
    const Answer answer = second.adapter.start();
    report.expect_decided("start of a second adapter", answer);
    first.finish();
    if (answer.ok()) report.expect_status("stop of the other adapter", second.adapter.stop(), CROSSDOCK_OK);
}

constexpr Check checks[] = {
    {"life: create makes a whole adapter and calls nothing of the host", 0, 1, create_is_whole, true},
    {"life: init and start answer OK", 0, 1, comes_up, true},
    {"life: start and stop alternate", 0, 1, legal_order},
    {"life: calls out of order answer BAD_STATE", 0, 1, illegal_order},
    {"life: destroy is legal in every state", 0, 2, destroy_anywhere},
    {"life: the declared interfaces are offered, others are not", 0, 1, offers_interfaces},
    {"life: two adapters live side by side", 0, 1, two_at_once},
    {"errors: a missing required property is refused or survived", 0, 2, required_properties},
    {"errors: a host without an extension is refused or survived", 0, 3, poorer_host},
    {"errors: a caller's shorter error is not overrun", 0, 1, short_error},
};

}  // namespace

std::span<const Check> life_checks() { return checks; }

}  // namespace crossdock::sdk::validator
