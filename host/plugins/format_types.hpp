// What formats find and make, as values that the host owns. They mirror
// sdk/include/crossdock/{finding,envelope,output}.h, where each field is explained.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::plugins {

using FormatOptions = std::vector<std::pair<std::string, std::string>>;

enum class Severity : std::uint32_t { error = 1, warning = 2, note = 3 };
enum class Scope : std::uint32_t { interchange = 1, group = 2, transaction = 3, segment = 4, element = 5 };

struct Finding {
    Severity severity = Severity::error;
    Scope scope = Scope::transaction;
    std::uint32_t segment = 0;
    std::uint32_t transaction_segment = 0;
    std::uint16_t element = 0;
    std::uint16_t component = 0;
    std::uint16_t repetition = 0;
    std::uint64_t offset = UINT64_MAX;
    std::uint64_t size = 0;
    std::string code;
    std::string text;
    std::string value;
    std::string path;
    std::string tag;
    std::string loop;
    std::string element_reference;
    std::string standard_code;
};

struct Party {
    std::string qualifier;
    std::string id;
    bool operator==(const Party&) const = default;
};

enum class EnvelopeLevel : std::uint32_t { interchange = 1, group = 2 };

struct Envelope {
    EnvelopeLevel level = EnvelopeLevel::interchange;
    bool test = false;
    bool acknowledgement_requested = false;
    Party sender;
    Party receiver;
    std::string control_number;
    std::string version;
    std::string functional_id;
    std::string date;
    std::string time;
    std::string context;
    std::uint64_t offset = 0;
    std::uint32_t segment = 0;
};

struct EnvelopeEnd {
    EnvelopeLevel level = EnvelopeLevel::interchange;
    bool complete = false;
    std::uint32_t counted = 0;
    std::uint32_t declared = 0;
    std::uint64_t offset = 0;
};

struct Slice {
    bool complete = true;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t first_segment = 0;
    std::uint32_t segment_count = 0;
    std::string type;
    std::string control_number;
    std::string message_code;
};

// Events of a split, in the order in which the format reported them.
using SplitEvent = std::variant<Envelope, Slice, EnvelopeEnd, Finding>;

enum class SlotKind : std::uint32_t { interchange = 1, group = 2, transaction = 3 };

struct Slot {
    SlotKind kind = SlotKind::transaction;
    std::uint32_t ordinal = 0;
    std::uint32_t size = 0;
    std::uint64_t offset = 0;
    std::uint32_t width = 0;
};

// Bytes with slots that control numbers go into.
struct Encoded {
    std::string type;
    std::string bytes;
    std::vector<Slot> slots;
};

enum class Decision : std::uint32_t { accepted = 1, accepted_with_errors = 2, rejected = 3 };

struct TransactionReport {
    Decision decision = Decision::accepted;
    std::string message_code;
    std::string control_number;
    std::vector<Finding> findings;
};

// About a group, or about an interchange: then `findings` are the interchange's, and `groups` is what is in it.
struct GroupReport {
    EnvelopeLevel level = EnvelopeLevel::group;
    Decision decision = Decision::accepted;
    Envelope interchange;
    Envelope group;
    EnvelopeEnd group_end;
    std::vector<Finding> findings;
    std::vector<TransactionReport> transactions;
    std::uint64_t unlisted = 0;  // transactions accepted without errors that are not in `transactions`
    FormatOptions options;
    std::vector<GroupReport> groups;  // without options
    EnvelopeEnd interchange_end;
};

struct AssembleRequest {
    bool test = false;
    Party sender;
    Party receiver;
    std::string group_sender;
    std::string group_receiver;
    std::int64_t time_ms = 0;
    std::vector<Encoded> transactions;
    FormatOptions options;
};

// What came of documents that were to become one payload.
struct Written {
    std::vector<Status> documents;  // one for each; those that failed are not in the payload
    Encoded payload;                // empty when all failed
};

}  // namespace crossdock::plugins
