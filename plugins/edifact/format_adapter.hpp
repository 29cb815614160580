// The adapter type `edifact`.
#pragma once

#include "plugins/edi/format_adapter.hpp"
#include "plugins/edifact/dialect.hpp"
#include "plugins/edifact/envelope_syntax.hpp"

namespace crossdock::edifact {

class EdifactFormat final : public edi::FormatAdapter {
public:
    using FormatAdapter::FormatAdapter;

    void encode(const crossdock_encode_request& request, crossdock_output& output) const override;
    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override;

    // What a site may set.
    [[nodiscard]] static std::vector<crossdock_property> properties();

private:
    [[nodiscard]] const Dialect& dialect() const override { return edifact::dialect; }
    [[nodiscard]] const EnvelopeSyntax& envelopes() const override { return envelopes_; }
    void decode_transaction(const crossdock_decode_request& request, std::uint32_t levels, crossdock_tape_writer& tape,
                            const crossdock_findings& findings) const override;
    std::string write_acknowledgement(const crossdock_group_report& report, crossdock_tape_writer& tape) const override;

    EdifactEnvelopes envelopes_;
};

}  // namespace crossdock::edifact
