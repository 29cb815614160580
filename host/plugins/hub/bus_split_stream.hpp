// SplitStream over the bus.
#pragma once

#include "host/plugins/format_client.hpp"
#include "host/plugins/hub/format_contract.hpp"
#include "host/plugins/hub/lane_connection.hpp"

namespace crossdock::plugins {

// Lives in one runner: when that dies, so does the stream, and the caller begins anew.
class BusSplitStream final : public SplitStream {
public:
    static Result<std::unique_ptr<SplitStream>> open(std::shared_ptr<LaneConnection> connection,
                                                     const FormatOptions& options);
    ~BusSplitStream() override;
    BusSplitStream(const BusSplitStream&) = delete;
    BusSplitStream& operator=(const BusSplitStream&) = delete;

    Result<std::vector<SplitEvent>> feed(SharedBytes piece) override;
    Result<std::vector<SplitEvent>> close() override;

private:
    BusSplitStream(std::shared_ptr<LaneConnection> connection, std::uint64_t stream)
        : connection_(std::move(connection)), stream_(stream) {}
    Result<std::vector<SplitEvent>> ask(bus::Frame request, std::uint64_t operation);

    std::shared_ptr<LaneConnection> connection_;
    std::uint64_t stream_;
    std::uint64_t generation_ = 0;
    SplitOrder order_;
    std::vector<SplitEvent> first_events_;  // reported when it was opened
    bool is_open_ = false;
};

}  // namespace crossdock::plugins
