// Publishing: a document's topic finds the flows that subscribe to it, and they get runs.
#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

constexpr std::size_t runs_a_batch_max = 10'000;

BatchPointer make_batch(journal::Store& store, const std::shared_ptr<const FlowSet>& flows, const Flow& flow,
                        std::span<const PublishedDocument> documents, journal::Unit& unit) {
    auto batch = std::make_shared<Batch>();
    const EntityId first = store.allocate_ids(documents.size() + 1);
    batch->id = first;
    batch->flows = flows;
    batch->flow = &flow;
    batch->runs.reserve(documents.size());
    for (std::size_t index = 0; index < documents.size(); ++index) {
        Run& run = batch->runs.emplace_back();
        run.id = first + 1 + index;
        run.subject = documents[index];
    }
    journal::RunsCreated created;
    created.batch = batch->id;
    created.runs = {first + 1, first + documents.size()};
    created.documents = {documents.front().id, documents.back().id};
    created.flow = flow.name;
    created.version = flow.version;
    created.deployment = flows->deployment().digest();
    journal::Record record = journal::make_record(created, created.runs.first, created.runs.last);
    unit.advances.push_back({batch->id, journal::entity_kind::run_batch, 0, false, record.body});
    unit.records.push_back(journal::make_record(created, created.documents.first, created.documents.last));
    unit.records.push_back(std::move(record));
    return batch;
}

}  // namespace

// A batch names its documents as one neighbourhood of ids, so each neighbourhood gets a batch of its own.
std::vector<BatchPointer> Engine::Parts::create_batches(const std::shared_ptr<const FlowSet>& flows,
                                                        std::string_view topic,
                                                        std::span<const PublishedDocument> documents,
                                                        journal::Unit& unit) {
    std::vector<BatchPointer> created;
    const std::vector<const Flow*> subscribers = flows->subscribers(topic);
    for (std::size_t begin = 0, end = 0; begin < documents.size(); begin = end) {
        for (end = begin + 1; end < documents.size() && end - begin < runs_a_batch_max &&
                              documents[end].id == documents[end - 1].id + 1;)
            ++end;
        for (const Flow* flow : subscribers)
            created.push_back(make_batch(*options.store, flows, *flow, documents.subspan(begin, end - begin), unit));
    }
    return created;
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const PublishStep& what,
                             const RunGroup& group) {
    RunGroup fresh;
    std::vector<PublishedDocument> documents;
    for (Run* run : group) {
        ++run->at;
        if (recorded(*run, step, journal::RunsStepped::What::published) != nullptr) continue;
        fresh.push_back(run);
        documents.push_back(run->subject);
    }
    if (fresh.empty()) return;
    journal::RunsStepped record;
    record.what = journal::RunsStepped::What::published;
    record.step = step.path;
    record.batch = batch->id;
    record.runs = ranges_of(fresh);
    record.detail = what.topic;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(record, fresh.front()->id, fresh.back()->id));
    std::vector<BatchPointer> started = create_batches(batch->flows, what.topic, documents, unit);
    turn.commit(std::move(unit), [this, started](const journal::UnitResult&) {
        for (const BatchPointer& next : started) adopt(next);
    });
}

void Engine::Parts::adopt(const BatchPointer& batch) {
    count_in(*batch);
    batches[batch->id] = batch;
    advance(batch);
}

}  // namespace crossdock::flow
