// Runs in memory: one for each document that a flow works on, in batches that began together.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/document/document.hpp"
#include "host/flow/flow.hpp"
#include "host/journal/entity_names.hpp"
#include "host/journal/records.hpp"

namespace crossdock::flow {

using journal::EntityId;

// What is known of the message that a document came from; shared by its documents.
struct DocumentOrigin {
    EntityId message = 0;
    std::string partner;
    std::string agreement;
    std::string channel;
    std::string interchange;  // its control number; empty: none
    WallTimeMs received_at_ms = 0;
};

// A canonical document with its identity, as it is published.
struct PublishedDocument {
    EntityId id = 0;
    std::shared_ptr<const DocumentOrigin> origin;
    std::shared_ptr<const Document> document;
    const schema::Type* valid_as = nullptr;  // what it was checked against already; null: nothing
    journal::Digest content{};               // of its canonical JSON
    std::uint64_t offset = 0;                // of its slice in the message's payload
    std::uint64_t size = 0;                  // likewise
};

// An effect that a run had before the host stopped: what its step then need not do again.
struct RecordedEffect {
    journal::RunsStepped::What what{};
    EntityId other = 0;
    std::string detail;
};

enum class RunState : std::uint8_t { ready, waiting, ended, parked };

struct Run {
    EntityId id = 0;
    PublishedDocument subject;
    StepIndex at = 0;
    // While its documents are made again from the first step on: where it stands all the same.
    std::optional<StepIndex> stands_at{};
    RunState state = RunState::ready;
    bool retried = false;                                         // it was parked before, and goes on now
    bool reported = false;                                        // its end is on its way into the journal
    std::string order_key;                                        // while it is inside an in-order block
    std::uint32_t attempts = 0;                                   // of the call it is in
    EntityId delivery = 0;                                        // that it waits for; 0: for something else
    std::vector<std::shared_ptr<const Document>> named;           // by Flow::documents; null: not made yet
    std::map<std::string, RecordedEffect, std::less<>> recorded;  // by step path; only after a restart or a retry
};

struct Batch {
    EntityId id = 0;
    std::shared_ptr<const FlowSet> flows;
    const Flow* flow = nullptr;
    std::vector<Run> runs;
    std::size_t counted = 0;            // of its runs, as active or, while it is set aside, as set aside
    std::size_t answers_to_record = 0;  // of services, on their way into the journal
    bool set_aside = false;             // no run of it has its documents

    [[nodiscard]] const site::Deployment& deployment() const { return flows->deployment(); }
};

using BatchPointer = std::shared_ptr<Batch>;

// A run by its place, kept by what it waits for.
struct RunPointer {
    BatchPointer batch;
    std::size_t index = 0;
    [[nodiscard]] Run& run() const { return batch->runs[index]; }
};

// `17-20` for neighbours in `runs`, in their order.
std::vector<journal::IdRange> ranges_of(const std::vector<Run*>& runs);

// The variables of maps and expressions for one run.
struct RunVariables {
    explicit RunVariables(const Run& run);
    std::string message;
    std::vector<mapping::Variable> variables;
};

// What expressions of the flow see of a run.
class RunInput {
public:
    RunInput(const Batch& batch, const Run& run);
    [[nodiscard]] const mapping::ExpressionInput& input() const { return input_; }

private:
    RunVariables variables_;
    std::vector<const Document*> named_;
    mapping::ExpressionInput input_;
};

using journal::show_delivery;
using journal::show_document;
using journal::show_exception;
using journal::show_message;
using journal::show_run;

}  // namespace crossdock::flow
