// The inside of intake: what one thread does with messages that are durable.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/intake/format_clients.hpp"
#include "host/intake/intake.hpp"

namespace crossdock::intake {

// A message that has been split.
struct Work {
    PendingMessage message;
    std::string format;  // the adapter
    Reading reading;
    std::optional<Error> failed;  // it could not be recognised or split
    std::int64_t begun_ms = 0;    // steady
};

// One unit to commit, and what begins once it is durable.
struct Prepared {
    journal::Unit unit;
    std::vector<flow::BatchPointer> batches;
    struct Acknowledgement {
        EntityId delivery = 0;
        std::size_t payload = 0;  // in the unit
        journal::DeliveryPrepared prepared;
    };
    std::vector<Acknowledgement> acknowledgements;
};

// Used by the worker's thread only, but for what it reads of the options.
class Intake::Worker {
public:
    // `commits` counts those that call back; `post` runs a task on the worker's thread later.
    Worker(const IntakeOptions& options, CommitsUnderWay& commits, std::function<void(std::function<void()>)> post);

    // Takes messages through intake and commits; blocks while the engine has no room.
    void process(std::vector<PendingMessage> messages);

private:
    // worker.cpp
    void process_small(std::vector<PendingMessage> messages);
    void recognise(Work& work, std::string_view head);
    void commit(std::shared_ptr<std::vector<Work>> works, bool one_by_one);
    void begin(const Prepared& prepared, const journal::UnitResult& result);
    void commit_again(Work& work, const journal::Conflict& conflict);

    // large.cpp
    void process_large(PendingMessage message);
    Status stream(Work& work);
    Status release_ended(Work& work, bool message_ended);
    Status release_alone(Work& work, const Interchange& interchange, Group& group);
    Status claim_waiting(Work& work, Interchange& interchange);
    Status commit_waiting(const Work& work, Prepared prepared);

    // understanding.cpp: from slices to canonical documents.
    void find_agreements(Work& work);
    struct Block {  // bytes of the payload that hold the slices to be decoded
        plugins::SharedBytes bytes;
        std::uint64_t offset = 0;
    };
    struct Decoding {
        Transaction* transaction = nullptr;
        const Interchange* interchange = nullptr;
        const Group* group = nullptr;
        const Work* work = nullptr;
        const Block* block = nullptr;
    };
    void decode(const std::string& format, const partner::Agreement& agreement, std::vector<Decoding>& items);
    void decode_all(std::vector<std::pair<Work*, Block>>& works);
    void decide_groups(Interchange& interchange);
    void map(Transaction& transaction, const Interchange& interchange, const Work& work);

    // release.cpp: from documents to a unit.
    void release(Work& work, Prepared& prepared, std::map<std::string, std::vector<flow::PublishedDocument>>& topics);
    void release_group(Work& work, Interchange& interchange, Group& group, Prepared& prepared,
                       std::map<std::string, std::vector<flow::PublishedDocument>>& topics);
    void create_documents(const Work& work, const std::shared_ptr<const flow::DocumentOrigin>& origin,
                          const partner::Receive& receive, std::span<Transaction* const> transactions,
                          Prepared& prepared, std::vector<flow::PublishedDocument>& published,
                          journal::MessageRead& read) const;
    void publish(std::map<std::string, std::vector<flow::PublishedDocument>>& topics, Prepared& prepared);
    void claim(const Work& work, const Interchange& interchange, journal::Unit& unit) const;
    void record_repeat(const Work& work, const Interchange& interchange, Prepared& prepared) const;
    [[nodiscard]] journal::Digest content_of(const Work& work, const Interchange& interchange) const;
    EntityId park(Prepared& prepared, journal::ExceptionParked parked, const Error& error) const;
    void park_message(Work& work, const Error& error, std::uint64_t offset, Prepared& prepared) const;
    [[nodiscard]] bool wanted(const Work& work, const Interchange& interchange, const Group& group) const;

    // acknowledge.cpp
    EntityId acknowledge(const Work& work, const Interchange& interchange, const Group& group, Prepared& prepared);

    [[nodiscard]] const site::Deployment& deployment() const { return options_.flows->deployment(); }

    const IntakeOptions& options_;
    CommitsUnderWay& commits_;
    std::function<void(std::function<void()>)> post_;
    FormatClients formats_;
};

// Findings as they are recorded.
std::vector<journal::RecordedFinding> recorded(const std::vector<plugins::Finding>& findings);

}  // namespace crossdock::intake
