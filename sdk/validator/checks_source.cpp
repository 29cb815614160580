// Sources: credit, verdicts of every kind, failing intake, stop in the middle.
#include "checks.hpp"

namespace crossdock::sdk::validator {

namespace {

constexpr std::uint32_t short_while_ms = 200;

// Lets the source work for a while: polls it if it polls, and serves its main thread.
void work(Session& session, Report& report, std::uint32_t for_ms = short_while_ms) {
    const crossdock_source* source = session.adapter.source();
    const bool polls = (source->flags & CROSSDOCK_SOURCE_POLLS) != 0 && source->poll != nullptr;
    for (int round = 0; round < 3; ++round) {
        if (polls) report.expect_decided("poll", session.adapter.poll());
        session.adapter.run_until([] { return false; }, for_ms / 3);
    }
}

void whole(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.initialised()) return;
    const crossdock_source* source = session.adapter.source();
    if (!report.expect(source != nullptr, "the source's table", "NULL")) return;
    report.expect(source->struct_size >= sizeof *source,
                  "struct_size of the source is at least " + std::to_string(sizeof *source),
                  std::to_string(source->struct_size));
    constexpr std::uint32_t known = CROSSDOCK_SOURCE_LISTENS | CROSSDOCK_SOURCE_POLLS;
    report.expect(source->flags != 0 && (source->flags & ~known) == 0, "the source listens, polls or does both",
                  "flags " + std::to_string(source->flags));
    report.expect((source->flags & CROSSDOCK_SOURCE_POLLS) == 0 || source->poll != nullptr,
                  "a source that polls has poll", "NULL");
    report.expect(source->credit != nullptr, "the source has credit", "NULL");
    report.expect(source->committed != nullptr, "the source has committed", "NULL");
}

void waits_for_credit(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    work(session, report);
    report.expect(session.host.intake.messages().empty(), "no message is opened without credit",
                  std::to_string(session.host.intake.messages().size()));
    session.host.intake.grant(2);
    work(session, report);
    report.expect_status("stop", session.adapter.stop(), CROSSDOCK_OK);
    session.adapter.drain();
}

void verdicts(Subject& subject, Report& report) {
    const testing::Receipt receipts[] = {
        {CROSSDOCK_ACCEPTED, "id-1", {}},
        {CROSSDOCK_ALREADY_KNOWN, "id-1", {}},
        {CROSSDOCK_REFUSED, {}, {CROSSDOCK_ERROR_RETRY, "disk.low", "there is no room", 100}},
        {CROSSDOCK_REFUSED, {}, {CROSSDOCK_ERROR_PERMANENT, "intake.refused", "this is not taken here"}}};
    for (const testing::Receipt& receipt : receipts) {
        Session session(subject, report);
        if (!session.started()) return;
        session.host.intake.decide([&receipt](const testing::ReceivedMessage&) { return receipt; });
        session.host.intake.reply_with([](const testing::ReceivedMessage&) { return testing::Reply{false}; });
        session.host.intake.grant(4);
        work(session, report);
        report.expect_status("stop", session.adapter.stop(), CROSSDOCK_OK);
        session.adapter.drain();
    }
}

void failing_intake(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    const ErrorCopy full{CROSSDOCK_ERROR_RETRY, "journal.full", "the journal is full"};
    session.host.intake.fail_next_open(full);
    session.host.intake.fail_next_write(full);
    session.host.intake.fail_next_commit(full);
    session.host.intake.grant(4);
    for (int round = 0; round < 3; ++round) work(session, report, short_while_ms / 2);
    report.expect_status("stop", session.adapter.stop(), CROSSDOCK_OK);
    session.adapter.drain();
}

void stop_before_verdict(Subject& subject, Report& report) {
    for (const bool after_stop : {false, true}) {
        Session session(subject, report);
        if (!session.started()) return;
        session.host.intake.hold_verdicts();
        session.host.intake.grant(4);
        work(session, report);
        if (!after_stop) session.host.intake.release_verdicts();
        report.expect_status("stop with verdicts under way", session.adapter.stop(), CROSSDOCK_OK);
        session.host.intake.release_verdicts();
        session.adapter.drain();
        report.expect_status("start after it", session.adapter.start(), CROSSDOCK_OK);
    }
}

constexpr Check checks[] = {
    {"source: its table is whole", CROSSDOCK_INTERFACE_SOURCE, 1, whole},
    {"source: without credit it waits", CROSSDOCK_INTERFACE_SOURCE, 1, waits_for_credit},
    {"source: it takes every verdict", CROSSDOCK_INTERFACE_SOURCE, 1, verdicts},
    {"source: it survives an intake that fails", CROSSDOCK_INTERFACE_SOURCE, 1, failing_intake},
    {"source: it stops while verdicts are under way", CROSSDOCK_INTERFACE_SOURCE, 1, stop_before_verdict},
};

}  // namespace

std::span<const Check> source_checks() { return checks; }

}  // namespace crossdock::sdk::validator
