// The adapter type `x12`.
#pragma once

#include "plugins/edi/format_adapter.hpp"
#include "plugins/x12/dialect.hpp"
#include "plugins/x12/envelope_syntax.hpp"

namespace crossdock::x12 {

class X12Format final : public edi::FormatAdapter {
public:
    using FormatAdapter::FormatAdapter;

    void encode(const crossdock_encode_request& request, crossdock_output& output) const override;
    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override;

    // What a site may set.
    [[nodiscard]] static std::vector<crossdock_property> properties();

private:
    [[nodiscard]] const Dialect& dialect() const override { return x12::dialect; }
    [[nodiscard]] const EnvelopeSyntax& envelopes() const override { return envelopes_; }
    void decode_transaction(const crossdock_decode_request& request, std::uint32_t levels, crossdock_tape_writer& tape,
                            const crossdock_findings& findings) const override;
    std::string write_acknowledgement(const crossdock_group_report& report, crossdock_tape_writer& tape) const override;

    X12Envelopes envelopes_{catalog()};
};

}  // namespace crossdock::x12
