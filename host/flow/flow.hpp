// A compiled flow: its steps as a flat list, each with where to go next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/mapping/expression.hpp"
#include "host/site/deployment.hpp"

namespace crossdock::flow {

// Index into Flow::steps; one past the end is the end of the flow.
using StepIndex = std::uint32_t;

// Claims a key: the same key with the same content is a repeat and ends the run, with other content a conflict.
struct OnceStep {
    mapping::Template key;
    std::int64_t keep_ms = 0;
};

struct ValidateStep {
    const schema::Type* type = nullptr;
};

// Makes a further document, called `into`, from the run's.
struct MapStep {
    const mapping::Map* map = nullptr;
    std::size_t into = 0;  // index into Flow::documents
};

struct CallStep {
    std::string service;  // the adapter
    std::string operation;
    const mapping::Map* request = nullptr;  // null: the run's document as it is
    std::optional<std::size_t> into;        // index into Flow::documents
    std::string retry;
    std::uint32_t timeout_ms = 0;  // 0: the adapter's
};

// The first branch whose test holds; else `otherwise`.
struct ChooseStep {
    struct Branch {
        mapping::Expression test;
        StepIndex target;
    };
    std::vector<Branch> branches;
    StepIndex otherwise = 0;
};

struct JumpStep {
    StepIndex target = 0;
};

struct PublishStep {
    std::string topic;
};

enum class Together { each, interchange };

// Encodes a document and delivers it: to a sink, or to the document's partner by its agreement.
struct SendStep {
    bool to_partner = false;
    std::string adapter;                // of a sink; empty for a partner
    std::string document;               // canonical type, for a partner
    std::string format;                 // the format's adapter; of a partner, the agreement's
    const mapping::Map* map = nullptr;  // null: the document as it is
    bool if_agreed = false;             // a partner that does not get such documents is passed over
    Together together = Together::each;
    std::string retry;  // empty: the adapter's
    plugins::FormatOptions options;
};

struct EnterStep {  // an in-order block begins
    mapping::Template key;
    bool hold_on_park = true;
    StepIndex leave = 0;
};

struct LeaveStep {};  // and ends

// Parks the run for a person, with a reason.
struct ParkStep {
    mapping::Template reason;
};

struct Step {
    std::string path;  // stable within the flow's version: `3`, `5.1.2`
    Position position;
    std::variant<OnceStep, ValidateStep, MapStep, CallStep, ChooseStep, JumpStep, PublishStep, SendStep, EnterStep,
                 LeaveStep, ParkStep>
        what;
};

// Immutable. Points into the deployment that it was compiled from.
struct Flow {
    std::string name;
    std::string version;
    std::string topic;                   // the event that starts it: `order.received/1`
    const schema::Type* type = nullptr;  // of the event's document
    std::vector<std::string> documents;  // names of further documents that steps make
    std::vector<Step> steps;
    Position position;
};

// The flows of a deployment, which it keeps alive. Immutable; any thread may read it.
class FlowSet {
public:
    // Compiles every flow of the deployment; appends every mistake to `errors`. The last writer of the deployment.
    static std::shared_ptr<const FlowSet> compile(std::shared_ptr<site::Deployment> deployment,
                                                  std::vector<Error>& errors);

    [[nodiscard]] const site::Deployment& deployment() const { return *deployment_; }
    [[nodiscard]] const std::vector<std::unique_ptr<const Flow>>& flows() const { return flows_; }
    [[nodiscard]] const Flow* find(std::string_view name) const;
    [[nodiscard]] std::vector<const Flow*> subscribers(std::string_view topic) const;

private:
    std::shared_ptr<site::Deployment> deployment_;
    std::vector<std::unique_ptr<const Flow>> flows_;
};

}  // namespace crossdock::flow
