#include "host/plugins/hub/bus_split_stream.hpp"

#include <fmt/format.h>

#include "host/plugins/wire/error.hpp"
#include "host/plugins/wire/format_fields.hpp"
#include "host/plugins/wire/op.hpp"

namespace crossdock::plugins {

Result<std::unique_ptr<SplitStream>> BusSplitStream::open(std::shared_ptr<LaneConnection> connection,
                                                          const FormatOptions& options) {
    const std::uint64_t id = connection->next_operation();
    bus::Frame request(Op::split_open, id);
    auto out = request.fields();
    out.varint(id);
    write(out, options);
    std::unique_ptr<BusSplitStream> stream(new BusSplitStream(std::move(connection), id));
    CROSSDOCK_TRY(stream->connection_->connect());
    stream->generation_ = stream->connection_->generation();
    CROSSDOCK_TRY_ASSIGN(stream->first_events_, stream->ask(std::move(request), id));
    stream->is_open_ = true;
    std::unique_ptr<SplitStream> opened = std::move(stream);
    return opened;
}

BusSplitStream::~BusSplitStream() {
    if (!is_open_ || connection_->generation() != generation_) return;
    bus::Frame request(Op::split_abandon, 0);
    request.fields().varint(stream_);
    connection_->tell(std::move(request));
}

Result<std::vector<SplitEvent>> BusSplitStream::ask(bus::Frame request, std::uint64_t operation) {
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, connection_->ask(std::move(request), operation));
    ByteReader in = answer.fields();
    std::vector<SplitEvent> events = read_events(in);
    if (answer.head.status != CROSSDOCK_OK) return read_error(in);
    if (in.failed()) return connection_->broke_contract("it answered a malformed frame");
    if (const std::string fault = order_.fault_of(events); !fault.empty()) return connection_->broke_contract(fault);
    if (first_events_.empty()) return events;
    std::vector<SplitEvent> all = std::exchange(first_events_, {});
    all.insert(all.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    return all;
}

Result<std::vector<SplitEvent>> BusSplitStream::feed(SharedBytes piece) {
    CROSSDOCK_TRY(connection_->connect());
    if (connection_->generation() != generation_)
        return Error{"plugin.died", ErrorClass::retry,
                     fmt::format("adapter {} died during a split; begin it anew", connection_->adapter())};
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::split_feed, id);
    request.fields().varint(stream_);
    order_.feed(piece->size());
    request.add(bus::shared_part(*piece, piece));
    return ask(std::move(request), id);
}

Result<std::vector<SplitEvent>> BusSplitStream::close() {
    CROSSDOCK_TRY(connection_->connect());
    if (connection_->generation() != generation_)
        return Error{"plugin.died", ErrorClass::retry,
                     fmt::format("adapter {} died during a split; begin it anew", connection_->adapter())};
    is_open_ = false;
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::split_close, id);
    request.fields().varint(stream_);
    return ask(std::move(request), id);
}

}  // namespace crossdock::plugins
