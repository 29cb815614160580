// What the edifact tests share.
#include "tests/plugins/edifact/fixture.hpp"

#include "plugins/edifact/envelope_syntax.hpp"
#include "plugins/edifact/transaction.hpp"

#include <utility>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace edifact_test {
namespace edifact = crossdock::edifact;

const edifact::Catalog& catalog() {
    static const edifact::Catalog loaded =
        edifact::Catalog::load(edifact::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"});
    return loaded;
}

std::vector<edifact::Rule> rules_of_edifact() {
    namespace rules = edifact::rules;
    std::vector<edifact::Rule> all(rules::all.begin(), rules::all.end());
    all.insert(all.end(), rules::of_edifact_types.begin(), rules::of_edifact_types.end());
    all.insert(all.end(), rules::of_envelopes.begin(), rules::of_envelopes.end());
    all.insert(all.end(), rules::of_edifact_envelopes.begin(), rules::of_edifact_envelopes.end());
    return all;
}

std::string message(const Segments& segments, const std::string& identifier, const std::string& reference) {
    std::string text = fmt::format("UNH+{}+{}'", reference, identifier);
    for (const std::string& segment : segments) text += segment + "'";
    return text + fmt::format("UNT+{}+{}'", segments.size() + 2, reference);
}

std::string interchange(const std::vector<std::string>& parts, const std::string& syntax) {
    std::string text = fmt::format("UNB+{}+5412345000013:14+4012345000009:14+{}:0915+REF1'", syntax,
                                   syntax.ends_with('4') ? "20260301" : "260301");
    for (const std::string& part : parts) text += part;
    return text + fmt::format("UNZ+{}+REF1'", parts.size());
}

std::string group(const std::vector<std::string>& messages, const std::string& type, const std::string& reference) {
    std::string text = fmt::format("UNG+{}+BUYER:14+SELLER:91+260301:0916+{}+UN+D:96A'", type, reference);
    for (const std::string& each : messages) text += each;
    return text + fmt::format("UNE+{}+{}'", messages.size(), reference);
}

std::string order() { return interchange({message(order_segments())}); }

std::string styled(const std::string& text, const Style& style) {
    std::string result;
    if (style.advice) {
        result = std::string("UNA") + style.component + style.element + style.decimal_mark + style.release +
                 style.reserved + style.segment + style.line_end;
    }
    bool released = false;
    for (const char c : text) {
        const bool data = std::exchange(released, c == '?' && !released);
        if (c == '+')
            result += style.element;
        else if (c == ':')
            result += style.component;
        else if (c == '?')
            result += style.release;
        else if (c == '\'')
            (result += style.segment) += data ? "" : style.line_end;
        else
            result += c;
    }
    return result;
}

Split split(std::string_view payload, std::size_t piece_size, std::uint64_t segment_limit) {
    const edifact::EdifactEnvelopes envelopes;
    return edi_test::split(edifact::dialect, envelopes, payload, piece_size, segment_limit);
}

Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels) {
    return decoded(edifact::decode, catalog(), payload, slice, levels);
}

Decoded decode_message(const Segments& segments, const std::string& identifier, const std::string& syntax,
                       std::uint32_t levels) {
    const std::string payload = interchange({message(segments, identifier)}, syntax);
    const Split found = split(payload);
    CAPTURE(payload, codes(found.findings));
    REQUIRE(found.slices.size() == 1);
    REQUIRE(found.findings.empty());
    return decode(payload, found.slices[0], levels);
}

}  // namespace edifact_test
