// Room for runs: how many have their documents in memory, and what is set aside where others want their place.
//
// A batch that can only wait for long, for a sink that is down, or in order behind a run that does or that is parked,
// gives up its documents and its places among the active runs, both as a whole. It keeps where each of its runs stands,
// so who waits in order keeps its turn. When a step needs what it gave up, it is read from the journal again: oldest
// batches first, as there is room, and not for each of its runs that goes on while others of it still wait for long.
#include <algorithm>
#include <chrono>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

constexpr std::chrono::milliseconds look_again_after{50};
constexpr std::int64_t gather_ms = 1'000;  // while others of the batch may go on, too

}  // namespace

bool Engine::wait_for_room() {
    std::unique_lock lock(parts_->room_mutex);
    const auto told = [&] { return parts_->stopped || parts_->has_room(); };
    while (!told()) {
        lock.unlock();
        parts_->turn.post([parts = parts_.get()] { parts->make_room(); });
        lock.lock();
        parts_->room.wait_for(lock, look_again_after, told);
    }
    return !parts_->stopped;
}

std::size_t Engine::active_runs() const {
    const std::lock_guard lock(parts_->room_mutex);
    return parts_->active;
}

std::size_t Engine::runs_set_aside() const {
    const std::lock_guard lock(parts_->room_mutex);
    return parts_->aside;
}

bool Engine::Parts::has_room() const { return taken_up && active < options.active_runs_max; }

void Engine::Parts::count_in(Batch& batch) {
    const std::lock_guard lock(room_mutex);
    batch.counted = static_cast<std::size_t>(
        std::count_if(batch.runs.begin(), batch.runs.end(), [](const Run& run) { return !run.reported; }));
    active += batch.counted;
}

void Engine::Parts::count_out(Batch& batch, std::size_t ended) {
    {
        const std::lock_guard lock(room_mutex);
        batch.counted -= ended;
        (batch.set_aside ? aside : active) -= ended;
    }
    room.notify_all();
}

// Until half of the places are free, oldest batches first.
void Engine::Parts::make_room() {
    for (const auto& live : batches) {
        const BatchPointer& batch = live.second;
        {
            const std::lock_guard lock(room_mutex);
            if (active <= options.active_runs_max / 2) return;
            if (batch->set_aside || batch->answers_to_record != 0 ||
                aside + batch->counted > options.set_aside_runs_max)
                continue;
        }
        const bool idle = std::all_of(batch->runs.begin(), batch->runs.end(), [&](const Run& run) {
            return run.state == RunState::ended || run.state == RunState::parked || waits_long(*batch, run);
        });
        if (idle) set_aside(*batch);
    }
}

bool Engine::Parts::waits_long(const Batch& batch, const Run& run) const {
    if (run.state != RunState::waiting) return false;
    if (const DeliveryPointer delivery = deliveries.find(run.delivery)) return deliveries.is_put_off(*delivery);
    if (!std::holds_alternative<EnterStep>(batch.flow->steps[run.at].what)) return false;
    if (held_keys.contains(run.order_key)) return true;
    const RunPointer& inside = order_queues.at(run.order_key).front();
    if (&inside.run() == &run) return false;
    return wanting_documents.contains(inside.batch->id) || waits_long(*inside.batch, inside.run());
}

void Engine::Parts::set_aside(Batch& batch) {
    for (Run& run : batch.runs) {
        run.subject.document.reset();
        run.named.clear();
        run.recorded.clear();
        // An attempt that is under way has a share of the bytes; who takes them from it does not free them.
        if (const DeliveryPointer delivery = deliveries.find(run.delivery);
            delivery != nullptr && delivery->stage != LiveDelivery::Stage::under_way)
            delivery->bytes.reset();
    }
    {
        const std::lock_guard lock(room_mutex);
        batch.set_aside = true;
        active -= batch.counted;
        aside += batch.counted;
    }
    room.notify_all();
}

void Engine::Parts::want_documents(const BatchPointer& batch) {
    const bool is_first = wanting_documents.empty();
    wanting_documents.try_emplace(batch->id, batch, turn.clock().steady_ms());
    if (is_first) turn.post([this] { load_wanted(); });
}

void Engine::Parts::load_wanted() {
    const auto is_full = [&] {
        const std::lock_guard lock(room_mutex);
        return stopped || active >= options.active_runs_max;
    };
    std::vector<BatchPointer> loaded;
    for (auto next = wanting_documents.begin(); next != wanting_documents.end();) {
        if (is_full()) make_room();
        if (is_full()) break;
        const BatchPointer batch = next->second.first;
        const std::int64_t since_ms = next->second.second;
        const bool gathers = turn.clock().steady_ms() < since_ms + gather_ms &&
                             std::ranges::any_of(batch->runs, [&](const Run& run) { return waits_long(*batch, run); });
        if (gathers) {
            ++next;
            continue;
        }
        if (Status read = load_again(batch); !read.ok()) {
            for (Run& run : batch->runs)
                if (run.state == RunState::ready) park(batch, run, &batch->flow->steps[run.at], read.error());
        }
        loaded.push_back(batch);
        next = wanting_documents.erase(next);
    }
    if (!wanting_documents.empty()) turn.post_after(look_again_after.count(), [this] { load_wanted(); });
    for (const BatchPointer& batch : loaded) advance(batch);
}

Status Engine::Parts::load_again(const BatchPointer& batch) {
    journal::RunsCreated created;
    created.runs = {batch->runs.front().id, batch->runs.back().id};
    created.documents = {batch->runs.front().subject.id, batch->runs.back().subject.id};
    CROSSDOCK_TRY(load_runs(*batch, created));
    {
        const std::lock_guard lock(room_mutex);
        batch->set_aside = false;
        active += batch->counted;
        aside -= batch->counted;
    }
    for (Run& run : batch->runs)
        if (run.state == RunState::ready || run.state == RunState::waiting) make_documents_again(batch, run);
    return {};
}

// The documents that its steps have made up to where it stands. What others answered is in the journal.
void Engine::Parts::make_documents_again(const BatchPointer& batch, Run& run) {
    if (batch->flow->documents.empty()) return;
    const StepIndex stands_at = run.at;
    run.stands_at = stands_at;
    const RunState state = std::exchange(run.state, RunState::ready);
    for (run.at = 0; run.state == RunState::ready && run.at < stands_at;) {
        const Step& step = batch->flow->steps[run.at];
        if (std::holds_alternative<MapStep>(step.what) || std::holds_alternative<ChooseStep>(step.what) ||
            std::holds_alternative<JumpStep>(step.what)) {
            execute(batch, step, {&run});
            continue;
        }
        const auto* call = std::get_if<CallStep>(&step.what);
        const RecordedEffect* answer =
            call == nullptr ? nullptr : recorded(run, step, journal::RunsStepped::What::answered);
        if (answer != nullptr) take_answer(run, *batch, *call, answer->detail);
        ++run.at;
    }
    run.stands_at.reset();
    run.at = stands_at;
    if (run.state != RunState::ready) return;  // it was parked
    run.state = state;
}

}  // namespace crossdock::flow
