// A format adapter as the host calls it: batches in, batches out, wherever the adapter runs.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/document/document.hpp"
#include "host/plugins/format_types.hpp"

namespace crossdock::plugins {

// Bytes that several parts of the host may hold at once.
using SharedBytes = std::shared_ptr<const std::string>;

// One slice to decode. The bytes are `payload[offset_in_payload, +slice.size)`.
struct DecodeItem {
    SharedBytes payload;
    std::uint64_t offset_in_payload = 0;
    std::uint64_t source_offset = 0;  // of the slice in the whole interchange, for positions
    std::uint32_t first_segment = 1;
    std::string_view type;
    std::string_view interchange_context;
    std::string_view group_context;
    std::uint64_t size = 0;
};

struct Decoded {
    Status status;                       // failed when no document came of it
    std::unique_ptr<Document> document;  // null when failed
    std::vector<Finding> findings;
};

// Documents that are to become one payload.
struct WriteRequest {
    std::string_view type;
    std::size_t count = 0;
    // The document at an index, valid until the next call. Asked for in order; once more for each when the adapter's
    // process died over them.
    std::function<Result<const Document*>(std::size_t)> document;
    AssembleRequest envelope;  // without transactions
};

// A split under way; pieces are fed in order. Destroying it abandons the split.
class SplitStream {
public:
    virtual ~SplitStream() = default;
    virtual Result<std::vector<SplitEvent>> feed(SharedBytes piece) = 0;
    virtual Result<std::vector<SplitEvent>> close() = 0;
};

// Used by one thread; make one for each. Calls block until the answer or the lane's deadline. When the adapter's
// process dies or hangs, the call fails with class retry and code `plugin.died` or `plugin.deadline`. The items of a
// batch are then asked for one by one; one that is in flight at two deaths fails by itself, with class needs-person.
class FormatClient {
public:
    virtual ~FormatClient() = default;

    virtual Result<std::uint32_t> probe(std::string_view head, std::string_view name,
                                        std::string_view content_type) = 0;
    virtual Result<std::vector<std::string>> types() = 0;
    // The type as a closed JSON Schema; code `format.unknown-type` when there is none.
    virtual Result<std::string> describe(std::string_view type) = 0;

    virtual Result<std::unique_ptr<SplitStream>> split(const FormatOptions& options) = 0;
    // Splits whole payloads, one list of events for each, in one exchange with the adapter.
    virtual Result<std::vector<Result<std::vector<SplitEvent>>>> split_all(const std::vector<SharedBytes>& payloads,
                                                                           const FormatOptions& options) = 0;
    // Hands over each item's outcome, in order, as it is read from the adapter's answer; documents borrow from the
    // payloads and hold them. Fails before it handed over anything, or not at all.
    using TakeDecoded = std::function<void(std::size_t item, Decoded decoded)>;
    virtual Status decode_each(const std::vector<DecodeItem>& items, const FormatOptions& options, const Names& names,
                               const TakeDecoded& take) = 0;
    // The same, all at once.
    Result<std::vector<Decoded>> decode(const std::vector<DecodeItem>& items, const FormatOptions& options,
                                        const Names& names);
    // Encodes and assembles in one exchange with the adapter.
    virtual Result<Written> write_payload(const WriteRequest& request) = 0;
    // The acknowledgement of a group and its type; code `format.no-acknowledgement` when the format has none.
    virtual Result<Decoded> acknowledge(const GroupReport& report, const Names& names, std::string& type) = 0;
    // The bytes that end an interchange with that many transactions in the one group, or in none; both as `split`
    // reported them. Code `format.no-envelopes` when the format has none.
    virtual Result<std::string> trailers(const Envelope& interchange, const Envelope* group,
                                         std::uint64_t transactions) = 0;
};

}  // namespace crossdock::plugins
