// What a format found in a message, as a tree: interchanges, their groups, their transactions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/intake/correlation.hpp"
#include "host/journal/types.hpp"
#include "host/partner/agreement.hpp"
#include "host/plugins/format_client.hpp"

namespace crossdock::intake {

struct Transaction {
    plugins::Slice slice;
    std::vector<plugins::Finding> findings;
    plugins::Decision decision = plugins::Decision::accepted;
    std::shared_ptr<Document> canonical;              // mapped; null when it was not accepted or could not be
    std::string json;                                 // canonical text
    std::optional<Error> parked;                      // accepted by its standard, and yet not to be processed
    std::vector<journal::TraceKey> keys;              // of one that becomes no document, without their entity
    std::shared_ptr<const Correlation> acknowledges;  // of a partner's acknowledgement: what it is about
};

// Transactions that the report of a group does not list: how many, and the first of each kind.
struct Unlisted {
    static constexpr std::size_t kinds_max = 100;

    void add(plugins::Decision decision, const std::string& message_code, const std::string& control_number);

    std::uint64_t count = 0;
    std::vector<plugins::TransactionReport> kinds;  // by message code, without findings
};

// A functional group; for formats without envelopes all transactions of the message are one, without `envelope`.
struct Group {
    std::optional<plugins::Envelope> envelope;
    plugins::EnvelopeEnd end;
    bool ended = false;
    std::vector<plugins::Finding> findings;
    std::vector<Transaction> transactions;
    plugins::Decision decision = plugins::Decision::accepted;
    std::uint64_t offset = 0;
    bool begun = false;  // it has had a transaction
    // Of a group too large to be worked on at once: what the acknowledgement says of the parts before.
    bool in_parts = false;
    std::vector<plugins::TransactionReport> reported;  // those with errors
    Unlisted unlisted;                                 // accepted without
};

struct Interchange {
    std::optional<plugins::Envelope> envelope;
    plugins::EnvelopeEnd end;
    bool ended = false;
    std::vector<plugins::Finding> findings;
    std::vector<Group> groups;
    const partner::Agreement* agreement = nullptr;
    std::optional<Error> refused;                 // why no agreement is known
    std::size_t streamed = 0;                     // groups that were released while the message was still being read
    bool claimed = false;                         // its duplicate rule was asked already
    std::optional<journal::Conflict> repeated;    // what has its key: it came before, and is not taken
    std::optional<journal::Conflict> counts_too;  // likewise, and is taken
    std::vector<plugins::GroupReport> reported;   // of the groups that were streamed, for the acknowledgement
};

// Where an interchange begins; 0 without an envelope.
std::uint64_t offset_of(const Interchange& interchange);
// Whether a retry of the part at `offset` means the whole interchange.
bool is_about(const Interchange& interchange, std::uint64_t offset);

// Sorts the events of a split, as they come, into interchanges. Findings go to what they are about: those that come
// between a transaction's neighbours and name a place inside it belong to the next transaction that is reported.
class Reading {
public:
    enum class Keep { all, envelopes };
    // `envelopes` forgets transactions at once, with what was found in them.
    explicit Reading(Keep keep = Keep::all) : keep_(keep) {}

    void take(std::vector<plugins::SplitEvent> events);
    // After the last event: what is left open ends here, incomplete.
    void finish();

    std::vector<Interchange> interchanges;
    std::vector<plugins::Finding> findings;  // outside every interchange

private:
    void take(plugins::Envelope envelope);
    void take(plugins::Slice slice);
    void take(plugins::EnvelopeEnd end);
    void take(plugins::Finding finding);
    Interchange& open_interchange();
    Group& open_group();

    Keep keep_;
    std::vector<plugins::Finding> pending_;  // of the next transaction
    bool in_interchange_ = false;
    bool in_group_ = false;
};

// What is said of a group: under the release rule `transaction` one whose envelope is wrong is accepted with errors
// when transactions of it go on, since its sender would otherwise send them again.
plugins::Decision decision_of(const Interchange& interchange, const Group& group);
// A group as its acknowledgement sees it; without an envelope it is what stands outside of groups.
plugins::GroupReport report_of(const Interchange& interchange, const Group& group);
// The interchange with its groups. It is rejected when its envelope is wrong and nothing of it was accepted, or nothing
// may be under its release rule; when only its envelope is wrong, it is accepted with errors.
plugins::GroupReport report_of(const Interchange& interchange);

// Likewise of one of which nothing is taken, and why.
plugins::GroupReport refusal_of(const Interchange& interchange, plugins::Finding why);

// A group as the acknowledgement of its interchange is told of it after it was released: of what was accepted without
// errors only how much it was, and one of each kind, for whoever acknowledges must know whether anything but
// acknowledgements came.
plugins::GroupReport short_report_of(const Interchange& interchange, const Group& group);

// Rejected when one of the findings is an error, accepted with errors when one is a warning.
plugins::Decision decide(const std::vector<plugins::Finding>& findings);

}  // namespace crossdock::intake
