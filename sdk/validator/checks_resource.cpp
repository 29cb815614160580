// What is left after destroy: threads, handles, memory.
#include <chrono>
#include <thread>

#include "checks.hpp"
#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

// A joined thread may be listed a moment longer.
Resources settled(const Resources& before) {
    Resources now = measure_resources();
    for (int round = 0; round < 100 && (now.threads > before.threads || now.handles > before.handles); ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        now = measure_resources();
    }
    return now;
}

void run_once(Subject& subject, Report& report) {
    Session session(subject, report);
    if (!session.started()) return;
    if (const auto* source = session.adapter.source(); source != nullptr && source->poll != nullptr) {
        session.host.intake.grant(1);
        static_cast<void>(session.adapter.poll());
    }
    session.adapter.drain();
    report.expect_status("stop", session.adapter.stop(), CROSSDOCK_OK);
    session.adapter.drain();
}

void nothing_left(Subject& subject, Report& report) {
    run_once(subject, report);
    const Resources before = measure_resources();
    for (int round = 0; round < 3 && report.clean(); ++round) run_once(subject, report);
    const Resources after = settled(before);
    report.expect(after.threads <= before.threads, std::to_string(before.threads) + " thread(s), as before create",
                  std::to_string(after.threads));
    report.expect(after.handles <= before.handles, std::to_string(before.handles) + " open handle(s), as before create",
                  std::to_string(after.handles));
}

void memory_stays(Subject& subject, Report& report) {
    const auto cycle = [&] {
        Session session(subject, report);
        if (!session.started()) return;
        static_cast<void>(session.adapter.stop());
    };
    const std::uint32_t rounds = std::max(subject.options.cycles, 1u);
    const std::uint32_t warm_up = rounds / 5 + 1;
    for (std::uint32_t round = 0; round < warm_up && report.clean(); ++round) cycle();
    const Resources before = measure_resources();
    for (std::uint32_t round = 0; round < rounds && report.clean(); ++round) cycle();
    const Resources after = measure_resources();
    // The smallest block of malloc is larger than this, so one lost in each of a thousand cycles shows; what settles
    // once, such as a cache, does not.
    constexpr std::size_t heap_per_cycle = 16;
    constexpr std::size_t heap_once = 8192;
    constexpr std::size_t resident_allowed = 8u << 20u;
    const std::string cycles = " over " + std::to_string(rounds) + " life cycles";
    report.expect(after.heap_bytes <= before.heap_bytes + heap_once + heap_per_cycle * rounds, "no more heap" + cycles,
                  std::to_string((after.heap_bytes - before.heap_bytes) / rounds) + " bytes a cycle");
    report.expect(after.resident_bytes <= before.resident_bytes + resident_allowed, "no more resident memory" + cycles,
                  std::to_string((after.resident_bytes - before.resident_bytes) >> 10u) + " KiB");
}

constexpr Check checks[] = {
    {"left over: threads and handles are gone after destroy", 0, 1, nothing_left},
    {"left over: memory does not grow over many life cycles", 0, 12, memory_stays},
};

}  // namespace

std::span<const Check> resource_checks() { return checks; }

}  // namespace crossdock::sdk::validator
