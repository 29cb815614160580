// The envelopes of a standard, for the splitter: which segments they are, and what stands in them.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edi/header_syntax.hpp"
#include "plugins/edi/rules.hpp"

#include <crossdock/envelope.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::edi {

struct EnvelopeTags {
    std::string_view transaction;  // ST, UNH
    std::string_view transaction_trailer;
    std::string_view group;  // GS, UNG
    std::string_view group_trailer;
    std::string_view interchange_trailer;  // IEA, UNZ
};

// Something wrong with a header, found while it was read.
struct HeaderFinding {
    const Rule* rule = nullptr;
    std::uint16_t element = 0;  // 0: the segment as a whole
    std::string_view value;     // part of the header's text
    std::string text;
    std::string_view standard_code{};  // empty: the rule's
};

// An interchange or a group as its header describes it. `envelope` has views of the header's text and of the strings
// beside it, so this stays where it was filled.
struct EnvelopeHeader {
    std::string control;  // as `clear_text` gives it
    std::string context;
    std::string version;
    std::string functional_id;
    crossdock_envelope envelope{};
    std::uint32_t segments = 1;     // that the header consists of
    std::deque<std::string> texts;  // what `envelope` shows that is not in the header as it came
    std::vector<HeaderFinding> findings;
};

struct TransactionHeader {
    std::string set;      // 850, ORDERS
    std::string code;     // for the acknowledgement: 850, ORDERS:D:96A:UN
    std::string control;  // ST02, UNH 0062
    std::string type;     // x12/004010/850
    std::vector<HeaderFinding> findings;
};

// Immutable, so safe on any thread. Trailers are alike in all standards: a count, then the header's control number.
class EnvelopeSyntax : public HeaderSyntax {
public:
    EnvelopeSyntax(const EnvelopeTags& tags, char first_of_tag, const BinarySegments& binary)
        : HeaderSyntax(first_of_tag, binary), tags_(tags) {}

    [[nodiscard]] const EnvelopeTags& tags() const { return tags_; }
    // Whether transactions may stand in an interchange without a group around them.
    [[nodiscard]] virtual bool groups_are_optional() const = 0;
    // Whether a segment may stand in an interchange outside groups, as TA1 does.
    [[nodiscard]] virtual bool stands_between(std::string_view tag) const = 0;
    // The type of a segment outside groups that is a transaction by itself, `x12/interchange/TA1`; empty: it is none.
    [[nodiscard]] virtual std::string_view lone_transaction(std::string_view tag) const = 0;
    // What a piece of text between interchanges that begins so is, if more than text: the finding for it, or null.
    [[nodiscard]] virtual const Rule* known_junk(std::string_view head) const = 0;

    // `struct_size`, `level`, `offset` and `segment` of the envelope are the caller's.
    virtual void read_interchange(std::string_view text, const Delimiters& delimiters, EnvelopeHeader& into) const = 0;
    virtual void read_group(std::string_view text, const Delimiters& delimiters, const EnvelopeHeader& interchange,
                            EnvelopeHeader& into) const = 0;
    // `group` is null where there is none.
    virtual void read_transaction(std::string_view text, const Delimiters& delimiters,
                                  const EnvelopeHeader& interchange, const EnvelopeHeader* group,
                                  TransactionHeader& into) const = 0;
    // What the data of an interchange is written in, once its header is read.
    [[nodiscard]] virtual const CharacterSet& characters(const EnvelopeHeader& interchange) const = 0;

private:
    EnvelopeTags tags_;
};

}  // namespace crossdock::edi
