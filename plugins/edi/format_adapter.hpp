// The engine behind the format interface of the SDK; each standard's adapter type is one of these.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_syntax.hpp"

#include <crossdock/cpp/format.hpp>

namespace crossdock::edi {

// Reads its dictionaries and guides in `init`; everything afterwards is pure and re-entrant, as the interface asks.
class FormatAdapter : public sdk::AdapterOf<FormatAdapter, sdk::Format> {
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
    bool acknowledge(const crossdock_group_report& report, crossdock_tape_writer& tape,
                     crossdock_output& type) const override;
    bool trailers(const crossdock_envelope& interchange, const crossdock_envelope* group, std::uint64_t transactions,
                  crossdock_output& output) const override;

protected:
    // What a site may set; `dictionaries` says what a folder of them holds.
    [[nodiscard]] static std::vector<crossdock_property> properties_of(const char* dictionaries);

    [[nodiscard]] const Catalog& catalog() const { return catalog_; }

private:
    [[nodiscard]] virtual const Dialect& dialect() const = 0;
    [[nodiscard]] virtual const EnvelopeSyntax& envelopes() const = 0;
    virtual void decode_transaction(const crossdock_decode_request& request, std::uint32_t levels,
                                    crossdock_tape_writer& tape, const crossdock_findings& findings) const = 0;
    // The type of the acknowledgement that was written to the tape; empty: there is none to be sent.
    virtual std::string write_acknowledgement(const crossdock_group_report& report,
                                              crossdock_tape_writer& tape) const = 0;

    Catalog catalog_;
    std::uint64_t segment_limit_ = 0;
    std::uint32_t levels_ = 0;
};

}  // namespace crossdock::edi
