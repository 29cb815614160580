// `in-order`: one run at a time within a key, in the order in which they came to the block.
#include <fmt/format.h>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const EnterStep& what,
                             const RunGroup& group) {
    for (Run* run : group) {
        const RunInput input(*batch, *run);
        auto key = what.key.text(input.input());
        if (!key.ok()) {
            park(batch, *run, &step, key.error());
            continue;
        }
        run->order_key = fmt::format("{}/{}/{}", batch->flow->name, step.path, key.value());
        auto& queue = order_queues[run->order_key];
        queue.push_back({batch, static_cast<std::size_t>(run - batch->runs.data())});
        // A run that is taken up after it was parked inside the block is the one that holds it.
        const bool holds = held_keys.contains(run->order_key) && run->retried;
        if (holds) {
            held_keys.erase(run->order_key);
            queue.push_front(queue.back());
            queue.pop_back();
        }
        if (holds || (queue.size() == 1 && !held_keys.contains(run->order_key)))
            ++run->at;
        else
            run->state = RunState::waiting;
    }
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& /*step*/, const LeaveStep& /*what*/,
                             const RunGroup& group) {
    for (Run* run : group) {
        ++run->at;
        leave_order(batch, *run, false);
    }
}

void Engine::Parts::leave_order(const BatchPointer& batch, Run& run, bool holds) {
    if (run.order_key.empty()) return;
    const std::string key = std::exchange(run.order_key, {});
    auto& queue = order_queues[key];
    std::erase_if(queue, [&](const RunPointer& each) { return each.batch == batch && &each.run() == &run; });
    if (holds) {
        held_keys.insert(key);
        return;
    }
    if (queue.empty()) {
        order_queues.erase(key);
        return;
    }
    turn.post([this, next = queue.front()] { resume(next); });
}

}  // namespace crossdock::flow
