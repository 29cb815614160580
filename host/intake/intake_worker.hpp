// The inside of intake: what one thread does with messages that are durable.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "host/intake/format_clients.hpp"
#include "host/intake/intake.hpp"

namespace crossdock::intake {

// Another acknowledgement of the same was taken in at the same moment.
inline constexpr const char* acknowledged_meanwhile = "acknowledgement.meanwhile";

// Codes of exceptions that are retried in a way of their own.
inline constexpr const char* duplicate_number = "intake.duplicate-number";
inline constexpr const char* not_acknowledged = "intake.not-acknowledged";

// What the partner is told of an interchange that its agreement refuses because it came before.
plugins::Finding refused_duplicate(std::string text);

// A message that has been split.
struct Work {
    PendingMessage message;
    std::string format;  // the adapter
    Reading reading;
    std::optional<Error> failed;  // it could not be recognised or split
    std::int64_t begun_ms = 0;    // steady
    bool found = false;           // the part that a retry is about is there
    bool closed = false;          // the message is through
    bool stays_live = false;      // the journal keeps it for the next start
    std::size_t settled = 0;      // interchanges of which nothing more comes
    // The interchange that has a key first: another one of the same message is a repeat of it.
    struct First {
        std::uint64_t offset = 0;
        journal::Digest content{};
    };
    std::map<std::string, First> first_of_key{};
};

// What the envelopes of a message say before any of it is released: groups, by offset, that are rejected as a whole.
struct Survey {
    std::set<std::uint64_t> rejected;
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
    std::vector<std::string> parked;  // a line for the log for each exception
    // What made each claim of the unit: one of the two.
    struct Claimant {
        Interchange* interchange = nullptr;
        Transaction* transaction = nullptr;
    };
    std::vector<Claimant> claimants;
};

// Used by the worker's thread only, but for what it reads of the options.
class Intake::Worker {
public:
    // `commits` counts those that call back; `post` runs a task on the worker's thread later.
    Worker(const IntakeOptions& options, CommitsUnderWay& commits, std::function<void(std::function<void()>)> post);

    // Takes messages through intake and commits; blocks while the engine has no room.
    void process(std::vector<PendingMessage> messages);
    // Acknowledgements that did not come in time, looked for every second or so. `settled_ms`: what came before then is
    // read and durable, so what is due later may still be among the rest.
    void look_for_overdue(WallTimeMs settled_ms);

private:
    // worker.cpp
    void process_small(std::vector<PendingMessage> messages);
    void recognise(Work& work, std::string_view head);
    void commit(const std::shared_ptr<std::vector<Work>>& works, bool one_by_one);
    void begin(const Prepared& prepared, const journal::UnitResult& result);
    void commit_again(Work& work, const Prepared::Claimant& claimant, const journal::Conflict& conflict);

    static Status check_count(const Interchange& interchange, std::uint64_t bytes);
    void commit_smaller(std::vector<Work>& works, const Error& why);
    void commit_if_ours(Work& work);
    void commit_alone(Work& work);

    // large.cpp
    void process_large(PendingMessage message);
    Status read_pieces(const Work& work, Reading& reading, const std::function<Status(bool ended)>& piece_read);
    Result<Survey> survey(const Work& work);
    Status release_read(Work& work, std::optional<Survey>& seen, bool message_ended);
    Status release_part(Work& work, Interchange& interchange, Group& group, bool rejected, bool ended);
    static void pass_over(Interchange& interchange, bool ended);
    static void pass_over_what_is_out(const Work& work, Group& group);
    Status release_rejected(Work& work, Interchange& interchange, Group& group);
    Status claim_waiting(Work& work, Interchange& interchange);
    Status commit_waiting(Work& work, Prepared prepared);

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
    void decode(const std::string& format, const partner::Agreement& agreement, std::span<const Decoding> items);
    static std::vector<plugins::DecodeItem> decode_requests(const partner::Agreement& agreement,
                                                            std::span<const Decoding> items);
    void decode_all(std::vector<std::pair<Work*, Block>>& works);
    static bool leaves_with_interchange(const Interchange& interchange, const Group& group);
    void decide_group(const Interchange& interchange, Group& group, bool rejected) const;
    void decide_groups(Interchange& interchange) const;
    void take(const Decoding& item, const partner::Agreement& agreement, plugins::Decoded decoded);
    void map(Document& source, const Decoding& item, const partner::Agreement& agreement);

    // release.cpp: from documents to a unit.
    void release(Work& work, Prepared& prepared, std::map<std::string, std::vector<flow::PublishedDocument>>& topics);
    void release_group(Work& work, const Interchange& interchange, Group& group, Prepared& prepared,
                       std::map<std::string, std::vector<flow::PublishedDocument>>& topics);
    void create_documents(const Work& work, const std::shared_ptr<const flow::DocumentOrigin>& origin,
                          const partner::Receive& receive, std::span<Transaction* const> transactions,
                          Prepared& prepared, std::vector<flow::PublishedDocument>& published,
                          journal::MessageRead& read) const;
    void publish(std::map<std::string, std::vector<flow::PublishedDocument>>& topics, Prepared& prepared);
    void read_transactions(const Work& work, const Interchange& interchange, Group& group, bool whole,
                           Prepared& prepared, std::map<std::string, std::vector<flow::PublishedDocument>>& topics,
                           journal::MessageRead& read);

    // wanted.cpp
    [[nodiscard]] static bool is_whole(const Work& work, const Interchange& interchange);
    // A person tries the acknowledgement of this interchange again: its groups are only looked at.
    [[nodiscard]] static bool wants_acknowledgement_alone(const Work& work, const Interchange& interchange);
    [[nodiscard]] bool wanted(const Work& work, const Interchange& interchange, const Group& group) const;

    // claims.cpp
    [[nodiscard]] std::optional<journal::KeyClaim> claim_of(const Work& work, const Interchange& interchange) const;
    void claim(Work& work, Interchange& interchange, journal::Unit& unit) const;
    static void came_before(Interchange& interchange, const journal::Conflict& conflict);
    void record_repeat(const Work& work, const Interchange& interchange, Prepared& prepared);
    void record_counts_too(const Work& work, const Interchange& interchange, Prepared& prepared) const;
    [[nodiscard]] journal::MessageRead read_of(const Work& work, const Interchange& interchange) const;
    [[nodiscard]] journal::Digest content_of(const Work& work, const Interchange& interchange) const;

    // parking.cpp
    EntityId park(Prepared& prepared, journal::ExceptionParked parked, const Error& error) const;
    void park_message(const Work& work, const Error& error, Prepared& prepared) const;
    void park_refused(const Work& work, const Interchange& interchange, Prepared& prepared) const;
    void park_interchange(const Work& work, const Interchange& interchange, Prepared& prepared) const;
    void park_missing_part(const Work& work, Prepared& prepared) const;

    // acknowledge.cpp
    [[nodiscard]] static bool acknowledges(const Interchange& interchange);
    // The delivery that carries it; 0 where there is none. `offset`: of what the report is about, for a retry.
    EntityId acknowledge(const Work& work, const Interchange& interchange, plugins::GroupReport report,
                         std::uint64_t offset, Prepared& prepared);
    void acknowledge_interchange(const Work& work, const Interchange& interchange, Prepared& prepared);
    Result<flow::OutboundPayload> write_acknowledgement(const Work& work, const partner::Agreement& agreement,
                                                        const plugins::GroupReport& report);

    // acknowledged.cpp
    static void park_acknowledged_meanwhile(Transaction& transaction);
    static void say_correlation(Transaction& transaction);
    void record_acknowledged(Transaction& transaction, EntityId document, Prepared& prepared) const;
    EntityId close_expectation(const Correlation& found, journal::Unit& unit) const;
    [[nodiscard]] std::optional<journal::LiveEntity> find_overdue(EntityId delivery) const;

    // overdue.cpp
    Status report_overdue(const journal::LiveEntity& expectation, EntityId delivery);
    Status publish_overdue(EntityId delivery, const journal::DeliveryPrepared& sent, const std::string& text,
                           Prepared& prepared);

    [[nodiscard]] const site::Deployment& deployment() const { return options_.flows->deployment(); }

    const IntakeOptions& options_;
    CommitsUnderWay& commits_;
    std::function<void(std::function<void()>)> post_;
    FormatClients formats_;
    WallTimeMs started_ms_ = 0;
    std::int64_t look_again_ms_ = 0;  // steady
    std::size_t nodes_expected_ = 0;  // of a canonical document: as many as the last one had
};

// Where a group's bytes end: after its last transaction, whatever became of its trailer.
std::uint64_t end_of(const Group& group);
// One sentence for the exception of what was rejected.
Error rejection(const std::vector<plugins::Finding>& findings);
// Why a message is parked whose unit the journal did not take.
Error too_much(const Error& why);
// Findings as they are recorded.
std::vector<journal::RecordedFinding> recorded(const std::vector<plugins::Finding>& findings);

}  // namespace crossdock::intake
