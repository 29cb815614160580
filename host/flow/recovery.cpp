// Taking up what the journal says is live: runs, with the effects they had already, and deliveries.
#include <fmt/format.h>

#include <algorithm>

#include "host/base/sha256.hpp"
#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

template <typename Body>
bool is(const journal::Record& record) {
    return record.kind == static_cast<std::uint16_t>(Body::kind);
}

// While there is no room for more of what an earlier host left.
constexpr std::int64_t take_up_again_after_ms = 10;

bool is_delivery(const journal::DeliveryPrepared& prepared, EntityId id) {
    return std::any_of(prepared.headers.begin(), prepared.headers.end(),
                       [&](const auto& header) { return header.first == "id" && header.second == show_delivery(id); });
}

}  // namespace

Status Engine::Parts::recover(std::shared_ptr<const FlowSet> flows) {
    current = std::move(flows);
    journal::Store& store = *options.store;
    for (const journal::LiveEntity& entity : store.live(journal::entity_kind::exception)) {
        journal::LiveEntity live;
        CROSSDOCK_TRY_ASSIGN(const journal::ExceptionParked parked, find_exception(entity.id, live));
        held_keys.insert(parked.order_keys.begin(), parked.order_keys.end());
    }
    std::vector<std::pair<DeliveryPointer, std::int64_t>> loaded;  // and the pause before the next attempt
    for (const journal::LiveEntity& entity : store.live(journal::entity_kind::delivery)) {
        const DeliveryState state = DeliveryState::decode(entity.state);
        CROSSDOCK_TRY_ASSIGN(DeliveryPointer delivery, load_delivery(entity.id, entity.version, state));
        loaded.emplace_back(std::move(delivery), state.next_at_ms - turn.clock().wall_ms());
    }
    std::vector<journal::LiveEntity> batches_left = store.live(journal::entity_kind::run_batch);
    to_take_up.assign(std::make_move_iterator(batches_left.begin()), std::make_move_iterator(batches_left.end()));
    turn.post([this, loaded = std::move(loaded)] {
        for (const auto& [delivery, delay_ms] : loaded) deliveries.begin(delivery, delay_ms);
        take_up_batches();
    });
    return {};
}

// In their order, and no more at once than may be active: what an outage has gathered is not all in memory again.
void Engine::Parts::take_up_batches() {
    const auto is_full = [&] {
        const std::lock_guard lock(room_mutex);
        return stopped || active >= options.active_runs_max;
    };
    while (!to_take_up.empty()) {
        if (is_full()) make_room();
        if (is_full()) return turn.post_after(take_up_again_after_ms, [this] { take_up_batches(); });
        if (Status taken = take_up(to_take_up.front()); !taken.ok()) return options.journal_failed(taken.error());
        to_take_up.pop_front();
    }
    {
        const std::lock_guard lock(room_mutex);
        taken_up = true;
    }
    room.notify_all();
}

Status Engine::Parts::take_up(const journal::LiveEntity& live) {
    journal::Record record;
    record.kind = static_cast<std::uint16_t>(journal::RunsCreated::kind);
    record.body = live.state;
    CROSSDOCK_TRY_ASSIGN(const journal::RunsCreated created, journal::read_record<journal::RunsCreated>(record));
    auto batch = load_batch(live.id, created);
    if (batch.ok()) {
        adopt(batch.value());
        return {};
    }
    // Its documents can be read with the present types as well; if not, the journal lacks something.
    auto stranded = std::make_shared<Batch>();
    stranded->id = live.id;
    stranded->flows = current;
    CROSSDOCK_TRY(load_runs(*stranded, created));
    park_unrunnable(stranded, created, batch.error());
    return {};
}

Result<DeliveryPointer> Engine::Parts::load_delivery(EntityId id, std::uint32_t version, const DeliveryState& state) {
    CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, options.store->history(id));
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (!is<journal::DeliveryPrepared>(record) || record.first_entity != id) continue;
            auto delivery = std::make_shared<LiveDelivery>();
            CROSSDOCK_TRY_ASSIGN(delivery->prepared, journal::read_record<journal::DeliveryPrepared>(record));
            // A message or a run with that id has the record, too.
            if (!is_delivery(delivery->prepared, id)) continue;
            delivery->id = id;
            delivery->version = version;
            delivery->attempt = state.attempt;
            delivery->payload = unit.payloads.at(delivery->prepared.payload);
            const auto& retries = current->deployment().config().retries;
            const auto policy = retries.find(delivery->prepared.retry);
            delivery->policy = policy == retries.end() ? site::RetryPolicy{} : policy->second;
            return delivery;
        }
    return Error{"journal.record", ErrorClass::needs_person,
                 fmt::format("what delivery {} holds is missing; run 'crossdock journal verify'", show_delivery(id))};
}

Result<std::shared_ptr<const FlowSet>> Engine::Parts::flows_of(const std::string& deployment) {
    if (deployment == current->deployment().digest()) return current;
    return options.deployment(deployment);
}

Result<BatchPointer> Engine::Parts::load_batch(EntityId id, const journal::RunsCreated& created) {
    auto batch = std::make_shared<Batch>();
    batch->id = id;
    CROSSDOCK_TRY_ASSIGN(batch->flows, flows_of(created.deployment));
    batch->flow = batch->flows->find(created.flow);
    if (batch->flow == nullptr)
        return Error{
            "flow.unknown", ErrorClass::needs_person,
            fmt::format("the deployment {} that run {} began with has no flow {}; retry it with a deployment that has",
                        created.deployment.substr(0, 12), show_run(created.runs.first), created.flow)};
    CROSSDOCK_TRY(load_runs(*batch, created));
    return batch;
}

// What runs of one batch have in common is read once for all of them.
Status Engine::Parts::load_runs(Batch& batch, const journal::RunsCreated& created) {
    batch.runs.resize(static_cast<std::size_t>(created.runs.count()));
    for (std::size_t index = 0; index < batch.runs.size(); ++index) {
        batch.runs[index].id = created.runs.first + index;
        batch.runs[index].subject.id = created.documents.first + index;
    }
    CROSSDOCK_TRY_ASSIGN(std::vector<std::string> texts, load_documents(batch, created.documents));
    CROSSDOCK_TRY(load_effects(batch, created.runs, texts));
    for (std::size_t index = 0; index < batch.runs.size(); ++index) {
        Run& run = batch.runs[index];
        if (run.reported) continue;
        auto tree = std::make_shared<Document>(batch.deployment().names());
        CROSSDOCK_TRY(read_json(texts[index], show_document(run.subject.id), *tree));
        run.subject.document = std::move(tree);
        run.subject.content = sha256(std::as_bytes(std::span(texts[index].data(), texts[index].size())));
    }
    return {};
}

// The canonical texts of the runs' documents, in their order; fills in where they came from.
Result<std::vector<std::string>> Engine::Parts::load_documents(Batch& batch, journal::IdRange documents) {
    std::vector<std::string> texts(batch.runs.size());
    CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> births, options.store->history(documents));
    for (const journal::StoredUnit& unit : births)
        for (const journal::Record& record : unit.records) {
            if (!is<journal::DocumentsCreated>(record)) continue;
            const EntityId first = std::max(record.first_entity, documents.first);
            const EntityId last = std::min(record.last_entity, documents.last);
            if (first > last) continue;
            CROSSDOCK_TRY_ASSIGN(journal::DocumentsCreated made,
                                 journal::read_record<journal::DocumentsCreated>(record));
            const auto origin = std::make_shared<const DocumentOrigin>(DocumentOrigin{
                made.message, made.partner, made.agreement, made.channel, made.interchange, made.received_at_ms});
            for (EntityId document = first; document <= last; ++document) {
                batch.runs[document - documents.first].subject.origin = origin;
                texts[document - documents.first] = std::move(made.documents.at(document - record.first_entity).json);
            }
        }
    for (const Run& run : batch.runs)
        if (run.subject.origin == nullptr)
            return Error{
                "journal.record", ErrorClass::needs_person,
                fmt::format("document {} is missing; run 'crossdock journal verify'", show_document(run.subject.id))};
    return texts;
}

// What the runs have done; a person's correction of a document replaces its text.
Status Engine::Parts::load_effects(Batch& batch, journal::IdRange runs, std::vector<std::string>& texts) {
    using What = journal::RunsStepped::What;
    std::vector<EntityId> last_batch(batch.runs.size(), 0);
    const auto each = [&](const std::vector<journal::IdRange>& ranges, const auto& visit) {
        for (const journal::IdRange& range : ranges)
            for (EntityId id = std::max(range.first, runs.first); id <= std::min(range.last, runs.last); ++id)
                visit(static_cast<std::size_t>(id - runs.first));
    };
    CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, options.store->history(runs));
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            const bool about_one = record.first_entity >= runs.first && record.first_entity <= runs.last;
            if (is<journal::ExceptionResolved>(record) && about_one) {
                CROSSDOCK_TRY_ASSIGN(journal::ExceptionResolved resolved,
                                     journal::read_record<journal::ExceptionResolved>(record));
                if (!resolved.input.empty()) texts[record.first_entity - runs.first] = std::move(resolved.input);
            } else if (is<journal::RunsCreated>(record)) {
                CROSSDOCK_TRY_ASSIGN(const journal::RunsCreated began,
                                     journal::read_record<journal::RunsCreated>(record));
                each({began.runs}, [&](std::size_t index) {
                    if (last_batch[index] == began.batch) return;  // the same, about its documents
                    batch.runs[index].retried = last_batch[index] != 0;
                    last_batch[index] = began.batch;
                });
            } else if (is<journal::RunsStepped>(record)) {
                CROSSDOCK_TRY_ASSIGN(const journal::RunsStepped stepped,
                                     journal::read_record<journal::RunsStepped>(record));
                each(stepped.runs, [&](std::size_t index) {
                    Run& run = batch.runs[index];
                    if (stepped.what == What::finished || stepped.what == What::repeated) {
                        run.state = RunState::ended;
                        run.reported = true;
                    } else if (stepped.what == What::parked) {
                        if (stepped.batch != batch.id) return;
                        run.state = RunState::parked;
                        run.reported = true;
                    } else if (stepped.what != What::attempted) {
                        run.recorded[stepped.step] = {stepped.what, stepped.other, stepped.detail};
                    }
                });
            }
        }
    for (std::size_t index = 0; index < batch.runs.size(); ++index) {
        // A run that was tried again belongs to the batch that it began with last.
        if (last_batch[index] == batch.id) continue;
        batch.runs[index].state = RunState::parked;
        batch.runs[index].reported = true;
    }
    return {};
}

}  // namespace crossdock::flow
