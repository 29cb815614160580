// FormatClient over the bus.
#pragma once

#include "host/document/tape.hpp"
#include "host/plugins/format_client.hpp"
#include "host/plugins/hub/lane_connection.hpp"
#include "host/plugins/wire/op.hpp"
#include "host/plugins/wire/tape_fields.hpp"

namespace crossdock::plugins {

// The lists of names that a runner has sent, so that it need not send them again. Not thread-safe.
class NameLists {
public:
    // Forgets the lists of an earlier runner; whether this is another one.
    bool follow(std::uint64_t generation);
    // Forgets all when there are too many. Before a request, as answers refer to what it says is known.
    const KnownLists& known();
    // The names of a tape; nothing when the runner refers to a list that it never sent.
    std::optional<std::span<const crossdock_text_view>> names(const TapeFields& fields);

private:
    struct List {
        std::vector<std::string> texts;
        std::vector<crossdock_text_view> views;
    };
    static constexpr std::size_t lists_max = 64;

    std::uint64_t generation_ = 0;
    KnownLists known_;
    std::vector<std::unique_ptr<List>> lists_;  // as known_
};

class BusFormatClient final : public FormatClient {
public:
    BusFormatClient(Hub& hub, Peer& peer, std::uint32_t lane)
        : connection_(std::make_shared<LaneConnection>(hub, peer, lane)) {}

    Result<std::uint32_t> probe(std::string_view head, std::string_view name, std::string_view content_type) override;
    Result<std::vector<std::string>> types() override;
    Result<std::string> describe(std::string_view type) override;
    Result<std::unique_ptr<SplitStream>> split(const FormatOptions& options) override;
    Result<std::vector<Result<std::vector<SplitEvent>>>> split_all(const std::vector<SharedBytes>& payloads,
                                                                   const FormatOptions& options) override;
    Status decode_each(const std::vector<DecodeItem>& items, const FormatOptions& options, const Names& names,
                       const TakeDecoded& take) override;
    Result<Written> write_payload(const WriteRequest& request) override;
    Result<Decoded> acknowledge(const GroupReport& report, const Names& names, std::string& type) override;
    Result<std::string> trailers(const Envelope& interchange, const Envelope* group,
                                 std::uint64_t transactions) override;

private:
    // Asks, and makes an error of an answer that is one.
    Result<bus::Received> ask(bus::Frame request, std::uint64_t operation);
    Result<std::uint32_t> probe_once(std::string_view head, std::string_view name, std::string_view content_type);
    Result<Encoded> assemble_once(const AssembleRequest& request);
    Result<Decoded> acknowledge_once(const GroupReport& report, const Names& names, std::string& type);
    Result<std::vector<Result<std::vector<SplitEvent>>>> split_once(std::span<const SharedBytes> payloads,
                                                                    const FormatOptions& options);
    // `first` is the index of the first of them.
    Status decode_once(std::span<const DecodeItem> items, std::size_t first, const FormatOptions& options,
                       const Names& names, const TakeDecoded& take);
    Result<std::vector<Result<Encoded>>> encode_once(std::string_view type, std::span<const Document* const> documents,
                                                     const FormatOptions& options);
    Result<Written> write_once(const WriteRequest& request);
    Result<Written> write_apart(const WriteRequest& request);
    [[nodiscard]] Error bad_answer() const;
    // Of slots that `fault_of` finds fault with.
    [[nodiscard]] Status check_slots(const Encoded& encoded) const;
    // Before tapes of that runner are read to documents of these names.
    void follow(std::uint64_t generation, const Names& names);
    Status read_document(const TapeFields& fields, TapeReader& reader, const std::shared_ptr<const void>& owner,
                         std::string_view source, Document& document);

    std::shared_ptr<LaneConnection> connection_;
    NameLists lists_;
    std::optional<TapeNames> tape_names_;
    TapeBuilder builder_;
};

}  // namespace crossdock::plugins
