// The adapter type `x12`: the engine behind the format interface of the SDK.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/x12/dialect.hpp"
#include "plugins/x12/envelope_syntax.hpp"

#include <crossdock/cpp/format.hpp>

namespace crossdock::x12 {

// Reads its dictionaries in `init`; everything afterwards is pure and re-entrant.
class X12Format final : public sdk::AdapterOf<X12Format, sdk::Format> {
public:
    using AdapterOf::AdapterOf;

    void init() override;
    [[nodiscard]] std::uint32_t probe(std::string_view head, std::string_view name,
                                      std::string_view content_type) const override;
    void types(crossdock_output& output) const override;
    bool describe(std::string_view type, crossdock_output& output) const override;
    [[nodiscard]] std::unique_ptr<sdk::Split> split(const crossdock_split_events& events,
                                                    const crossdock_format_options* options) const override;
    void decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                const crossdock_findings& findings) const override;
    void encode(const crossdock_encode_request& request, crossdock_output& output) const override;
    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override;
    bool acknowledge(const crossdock_group_report& report, crossdock_tape_writer& tape,
                     crossdock_output& type) const override;
    bool trailers(const crossdock_envelope& interchange, const crossdock_envelope* group, std::uint64_t transactions,
                  crossdock_output& output) const override;

    // What a site may set.
    [[nodiscard]] static std::vector<crossdock_property> properties();

private:
    Catalog catalog_;
    X12Envelopes envelopes_{catalog_};
    std::uint64_t segment_limit_ = 0;
    std::uint32_t levels_ = 0;
};

}  // namespace crossdock::x12
