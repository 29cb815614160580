// A format's functions as answers to frames. The other half is host/plugins/format_client.cpp.
//
// Fields of requests and answers, in order; `status` is that of the head, followed by an error unless OK:
//   probe       head, name, content type                    → how sure
//   types       –                                           → lines
//   describe    type                                        → JSON Schema
//   split_open  stream, options                             → events
//   split_feed  stream; part: piece                         → events
//   split_close stream                                      → events
//   (events come before the error, too)
//   split_all   options; parts: payloads                    → for each: events, status, error
//   decode      known name lists, options, items; parts: ranges of payloads
//                                                           → for each: findings, status, error or tape; parts: events,
//                                                             text
//   encode      type, options, tapes; parts: events, text   → for each: status, error or size and slots; part: bytes
//   assemble    the request; part: bytes of transactions    → type, slots; part: bytes
//   write       type, the request of an assemble, tapes; parts: events, text
//                                                           → for each: status, error; slots; part: bytes, unless all
//                                                             failed
//   acknowledge the report                                  → type, tape; parts: events, text
//   trailers    interchange, has a group, group, count      → bytes
#pragma once

#include <map>

#include "host/bus/frame.hpp"
#include "host/plugins/runner/services.hpp"
#include "host/plugins/runner/tape_memory.hpp"
#include "host/plugins/wire/format_fields.hpp"

namespace crossdock::plugins {

struct FormatTable {
    void* self = nullptr;
    crossdock_format functions{};
};

// Used by one thread.
class FormatCalls {
public:
    FormatCalls(FormatTable format, std::uint64_t generation)
        : format_(format), generation_(generation), pool_(std::make_shared<BlockPool>()) {}

    // Nothing for requests that want no answer.
    std::optional<bus::Frame> answer(bus::Received request);
    void abandon_splits();

private:
    // Where a split's events go while it runs.
    struct EventSink {
        ByteWriter* out = nullptr;
        crossdock_split_events table{};

        EventSink();
        template <typename T>
        static void store(void* context, EventKind kind, const T& event);
    };
    struct Split {
        void* state = nullptr;
        std::unique_ptr<EventSink> sink;
    };
    using StreamKey = std::pair<std::string, std::uint64_t>;  // whose, which

    void probe(ByteReader& in, bus::Frame& answer);
    void types(bus::Frame& answer);
    void describe(ByteReader& in, bus::Frame& answer);
    void split_open(const StreamKey& key, ByteReader& in, bus::Frame& answer);
    void split_feed(const StreamKey& key, std::string_view piece, bus::Frame& answer);
    void split_close(const StreamKey& key, bus::Frame& answer);
    void split_abandon(const StreamKey& key);
    void abandon(void* split);
    void split_all(ByteReader& in, const std::vector<bus::Part>& payloads, bus::Frame& answer);
    crossdock_status split_one(std::string_view payload, const crossdock_format_options& options, ByteWriter& out,
                               crossdock_error& error);
    void decode(ByteReader& in, const std::vector<bus::Part>& payloads, bus::Frame& answer);
    void encode(ByteReader& in, const std::vector<bus::Part>& tapes, bus::Frame& answer);
    void assemble(ByteReader& in, const std::vector<bus::Part>& bytes, bus::Frame& answer);
    void write_payload(ByteReader& in, const std::vector<bus::Part>& tapes, bus::Frame& answer);
    void acknowledge(ByteReader& in, bus::Frame& answer);
    void trailers(ByteReader& in, bus::Frame& answer);
    crossdock_status encode_one(std::string_view type, const crossdock_format_options& options,
                                const crossdock_tape_view* tape, OutputMemory& memory, crossdock_error& error);

    static void finish(bus::Frame& answer, crossdock_status status, const crossdock_error& error);

    FormatTable format_;
    std::uint64_t generation_;
    std::shared_ptr<BlockPool> pool_;
    std::map<StreamKey, Split> splits_;
};

}  // namespace crossdock::plugins
