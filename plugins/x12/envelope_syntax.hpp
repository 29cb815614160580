// The envelopes of X12: ISA to IEA, GS to GE, ST to SE. X12.5 and X12.6.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_syntax.hpp"
#include "plugins/x12/dialect.hpp"
#include "plugins/x12/interchange_header.hpp"

namespace crossdock::x12 {

// Borrows the catalog, against which releases, groups and sets are checked.
class X12Envelopes final : public EnvelopeSyntax {
public:
    explicit X12Envelopes(const Catalog& catalog);

    [[nodiscard]] bool begins_tag(std::string_view bytes) const override;
    [[nodiscard]] bool begins_header(std::string_view segment) const override;
    [[nodiscard]] HeaderExtent read(std::string_view bytes) const override;
    [[nodiscard]] bool was_meant(std::string_view bytes) const override;
    [[nodiscard]] std::size_t longest() const override { return longest_header; }

    [[nodiscard]] bool groups_are_optional() const override { return false; }
    [[nodiscard]] bool stands_between(std::string_view tag) const override;
    [[nodiscard]] std::string_view lone_transaction(std::string_view tag) const override;
    [[nodiscard]] const Rule* known_junk(std::string_view head) const override;
    void read_interchange(std::string_view text, const Delimiters& delimiters, EnvelopeHeader& into) const override;
    void read_group(std::string_view text, const Delimiters& delimiters, const EnvelopeHeader& interchange,
                    EnvelopeHeader& into) const override;
    void read_transaction(std::string_view text, const Delimiters& delimiters, const EnvelopeHeader& interchange,
                          const EnvelopeHeader* group, TransactionHeader& into) const override;
    [[nodiscard]] const CharacterSet& characters(const EnvelopeHeader& interchange) const override;

private:
    const Catalog& catalog_;
};

}  // namespace crossdock::x12
