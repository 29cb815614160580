// Partners and what was agreed with them: the content of partners/*.xml.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/xml_file.hpp"
#include "host/plugins/format_types.hpp"

namespace crossdock::partner {

// What makes two interchanges the same one.
enum class DuplicateRule { control_number, digest, none };

// What becomes of an interchange that came before by that rule.
enum class DuplicateAnswer {
    recognise,  // nothing where it is the same; where only its number is, a person decides
    ask,        // a person decides
    refuse,     // the partner is told
    accept,     // it counts, too
};

// When transactions leave intake: each by itself, or only once its group or interchange is complete and sound.
enum class ReleaseRule { transaction, group, interchange };

enum class AcknowledgeWhen { always, requested, never };

// A document that the partner sends us.
struct Receive {
    std::string type;     // `x12/004010/850`, `web-order/1`
    std::string map;      // to the canonical document
    std::string publish;  // the event's topic: `order.received/1`
    Position position;
};

// A document that we send the partner.
struct Send {
    std::string document;  // canonical type: `order-response/1`
    std::string map;       // from it to `type`
    std::string type;      // `x12/004010/855`
    std::string to;        // the sink's adapter
    // The acknowledgement that the partner owes us for it, `997`; empty: none is expected.
    std::string expects;
    std::int64_t expects_within_ms = 0;  // from when it is written
    std::string overdue;                 // the topic of what is published when none comes in time; empty: nothing
    Position position;
};

struct Agreement {
    std::string name;  // unique in the site
    std::string partner;
    std::string format;                  // the format's adapter
    bool test = false;                   // test documents flow; production ones are parked, and the other way round
    std::optional<plugins::Party> ours;  // the site's own identity when not set
    plugins::FormatOptions options;      // for every call of the format
    DuplicateRule duplicates = DuplicateRule::control_number;
    std::int64_t duplicates_within_ms = 0;  // 0: for ever
    DuplicateAnswer on_duplicate = DuplicateAnswer::recognise;
    ReleaseRule release = ReleaseRule::group;
    AcknowledgeWhen acknowledge = AcknowledgeWhen::never;
    std::string acknowledge_to;  // the sink's adapter
    std::string group_sender;    // of what we send; empty: as the interchange's
    std::string group_receiver;
    std::vector<Receive> receives;
    std::vector<Send> sends;
    Position position;

    [[nodiscard]] const Receive* receive(std::string_view type) const;
    [[nodiscard]] const Send* send(std::string_view document) const;
    // The names in its option `guide`, in order.
    [[nodiscard]] std::vector<std::string> guides() const;
};

struct Partner {
    std::string name;  // unique in the site
    std::string title;
    std::vector<plugins::Party> identities;
    std::vector<std::unique_ptr<Agreement>> agreements;
    Position position;
};

// Reads one partner file; appends every mistake to `errors`.
std::unique_ptr<Partner> read_partner(const XmlFile& file, std::vector<Error>& errors);

}  // namespace crossdock::partner
