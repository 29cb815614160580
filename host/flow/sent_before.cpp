// A run that comes to a `send` that it did before it was taken up again: it goes on only if the delivery has arrived.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "host/flow/engine_parts.hpp"
#include "host/journal/exception_text.hpp"

namespace crossdock::flow {

namespace {

// A delivery that is live in the journal and not yet here is about to begin.
constexpr std::int64_t look_again_after_ms = 50;

std::vector<RunPointer> wait(const BatchPointer& batch, const RunGroup& group) {
    std::vector<RunPointer> waiting;
    for (Run* run : group) {
        run->state = RunState::waiting;
        waiting.push_back({batch, static_cast<std::size_t>(run - batch->runs.data())});
    }
    return waiting;
}

}  // namespace

Result<Engine::Parts::DeliveryEnd> Engine::Parts::read_end(EntityId delivery) {
    DeliveryEnd end;
    end.why = "the journal has no attempt of it any more";
    CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, options.store->history(delivery));
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.first_entity != delivery) continue;
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::delivery_attempted)) {
                CROSSDOCK_TRY_ASSIGN(const auto attempted, journal::read_record<journal::DeliveryAttempted>(record));
                end.delivered = attempted.delivered;
                end.why = fmt::format("{} ({})", attempted.text, attempted.code);
            } else if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_parked)) {
                CROSSDOCK_TRY_ASSIGN(const auto parked, journal::read_record<journal::ExceptionParked>(record));
                end.parked_as = parked.exception;
            }
        }
    return end;
}

void Engine::Parts::pass_sent(const BatchPointer& batch, const Step& step, const RunGroup& group, EntityId delivery) {
    if (const DeliveryPointer here = deliveries.find(delivery)) {
        for (const RunPointer& pointer : wait(batch, group)) {
            pointer.run().delivery = delivery;
            here->waiting.push_back(pointer);
        }
        return;
    }
    if (options.store->find_live(delivery)) {
        turn.post_after(look_again_after_ms, [this, waiting = wait(batch, group)] { look_again(waiting); });
        return;
    }
    const auto end = read_end(delivery);
    if (!end.ok()) {
        for (Run* run : group) park(batch, *run, &step, end.error());
        return;
    }
    if (end.value().delivered) {
        for (Run* run : group) ++run->at;
        return;
    }
    const EntityId exception = end.value().parked_as;
    journal::LiveEntity live;
    auto parked = find_exception(exception, live);
    if (parked.ok()) return park_with(batch, group, std::move(parked).value(), live.version);
    const Error given_up{
        "flow.delivery-given-up", ErrorClass::needs_person,
        fmt::format("nothing says that its delivery {0} arrived: {1}; {2}. If it is wanted after all, send it with "
                    "'crossdock resend {0}', and discard this",
                    show_delivery(delivery), end.value().why,
                    exception == 0 ? "it has no exception"
                                   : show_exception(exception) + ", as which it was parked, is resolved")};
    for (Run* run : group) park(batch, *run, &step, given_up);
}

// The runs join the exception of their delivery, and go on when that is retried. The exception is recorded again, with
// what they add to it; when somebody resolves it meanwhile, the runs look again at what has become of the delivery.
void Engine::Parts::park_with(const BatchPointer& batch, const RunGroup& group, journal::ExceptionParked parked,
                              std::uint32_t version) {
    const Run& first = *group.front();
    parked.flow = batch->flow->name;
    parked.deployment = batch->deployment().digest();
    parked.message = first.subject.origin->message;
    parked.document = first.subject.id;
    for (const Run* run : group)
        if (holds_on_park(*batch, *run)) parked.order_keys.push_back(run->order_key);
    journal::RunsStepped stepped;
    stepped.what = journal::RunsStepped::What::parked;
    stepped.step = parked.step;
    stepped.batch = batch->id;
    stepped.runs = ranges_of(group);
    stepped.other = parked.exception;
    stepped.detail = parked.text;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(parked, parked.exception));
    unit.records.push_back(journal::make_record(stepped, group.front()->id, group.back()->id));
    unit.advances.push_back({parked.exception, journal::entity_kind::exception, version, false, {}});
    turn.commit(std::move(unit), [this, waiting = wait(batch, group), text = parked.text,
                                  line = journal::log_line(parked)](const journal::UnitResult& result) {
        if (!result.applied) return look_again(waiting);
        spdlog::warn("{}", line);
        for (const RunPointer& pointer : waiting) {
            pointer.run().state = RunState::parked;
            tell_parked(pointer.run(), text);
            leave_order(pointer.batch, pointer.run(), holds_on_park(*pointer.batch, pointer.run()));
        }
        advance(waiting.front().batch);
    });
}

void Engine::Parts::look_again(const std::vector<RunPointer>& waiting) {
    std::set<BatchPointer> touched;
    for (const RunPointer& pointer : waiting) {
        if (pointer.run().state != RunState::waiting) continue;
        pointer.run().state = RunState::ready;
        pointer.run().delivery = 0;
        touched.insert(pointer.batch);
    }
    for (const BatchPointer& batch : touched) advance(batch);
}

}  // namespace crossdock::flow
