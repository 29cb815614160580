// The envelopes of EDIFACT: UNB to UNZ, UNG to UNE, UNH to UNT. ISO 9735-1.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_syntax.hpp"
#include "plugins/edifact/interchange_header.hpp"

namespace crossdock::edifact {

class EdifactEnvelopes final : public EnvelopeSyntax {
public:
    EdifactEnvelopes();

    [[nodiscard]] bool begins_tag(std::string_view bytes) const override;
    [[nodiscard]] bool begins_header(std::string_view segment) const override;
    [[nodiscard]] HeaderExtent read(std::string_view bytes) const override;
    [[nodiscard]] bool was_meant(std::string_view bytes) const override;
    [[nodiscard]] std::size_t longest() const override { return longest_header; }

    [[nodiscard]] bool groups_are_optional() const override { return true; }
    [[nodiscard]] bool stands_between(std::string_view tag) const override;
    [[nodiscard]] std::string_view lone_transaction(std::string_view tag) const override;
    [[nodiscard]] const Rule* known_junk(std::string_view head) const override;
    void read_interchange(std::string_view text, const Delimiters& delimiters, EnvelopeHeader& into) const override;
    void read_group(std::string_view text, const Delimiters& delimiters, const EnvelopeHeader& interchange,
                    EnvelopeHeader& into) const override;
    void read_transaction(std::string_view text, const Delimiters& delimiters, const EnvelopeHeader& interchange,
                          const EnvelopeHeader* group, TransactionHeader& into) const override;
    [[nodiscard]] const CharacterSet& characters(const EnvelopeHeader& interchange) const override;
};

// The character repertoire that the context of an interchange names: `UNOC` of `2b3a00273f2e UNOC 3`.
[[nodiscard]] std::string_view repertoire_of(std::string_view context);

// The type of a message as UNH names it: `edifact/D.96A/ORDERS`, and `edifact/syntax-3/CONTRL`, which belongs to the
// syntax and not to a directory.
[[nodiscard]] std::string message_type(std::string_view message, std::string_view version, std::string_view release,
                                       std::string_view syntax_version);

}  // namespace crossdock::edifact
