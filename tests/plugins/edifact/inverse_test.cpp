// Reading and writing are inverse: what was read is written again byte for byte, or the difference has a name.
#include "plugins/edi/delimiter_text.hpp"
#include "plugins/edi/envelope_text.hpp"
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/character_sets.hpp"
#include "plugins/edifact/options.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edi/corpus.hpp"
#include "tests/plugins/edi/generator.hpp"
#include "tests/plugins/edi/rewriting.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edi = crossdock::edi;
namespace edifact = crossdock::edifact;

namespace {

const Plugin& plugin() {
    static const Plugin all{catalog(), edifact::decode, edifact::encode, edifact::assemble};
    return all;
}

// An interchange as it came: its header's parts and its messages.
struct Interchange {
    std::vector<std::string> header;  // UNB and its elements
    edi::Delimiters delimiters;
    bool advice = false;   // begins with UNA
    bool groups = false;   // UNG stands in it
    std::string line_end;  // behind the terminator of UNB
    std::string text;
    std::vector<Slice> slices;
};

std::vector<Interchange> interchanges(const std::string& payload, const Split& found) {
    std::vector<Interchange> all;
    auto envelope = found.envelopes.begin();
    auto slice = found.slices.begin();
    auto end = found.ends.begin();
    for (const char event : found.order) {
        if (event == '<' && envelope->level == CROSSDOCK_ENVELOPE_INTERCHANGE) {
            Interchange& made = all.emplace_back();
            made.delimiters = edi::delimiters_of(envelope->context).value();
            made.text = payload.substr(envelope->offset);
            made.advice = made.text.starts_with("UNA");
            const std::size_t begin = payload.find("UNB", envelope->offset);
            const std::string header =
                segments_of(std::string_view(payload).substr(begin, 1024), made.delimiters).at(0);
            made.header = elements_of(header, made.delimiters);
            const std::size_t close = begin + header.size() + 1;
            made.line_end = payload.substr(close, 2) == "\r\n" ? "\r\n" : payload.substr(close, 1) == "\n" ? "\n" : "";
        } else if (event == '<') {
            all.back().groups = true;
        } else if (event == 'T') {
            all.back().slices.push_back(*slice++);
        } else if (event == '>') {
            if (end->level == CROSSDOCK_ENVELOPE_INTERCHANGE) {
                Interchange& made = all.back();
                const std::uint64_t begin = payload.size() - made.text.size();
                std::size_t size = end->offset - begin;
                if (made.text.substr(size, made.line_end.size()) == made.line_end) size += made.line_end.size();
                made.text = made.text.substr(0, size);
            }
            ++end;
        }
        if (event == '<') ++envelope;
    }
    return all;
}

std::string component(const Interchange& interchange, std::size_t element, std::size_t position) {
    if (element >= interchange.header.size()) return {};
    const std::string& text = interchange.header[element];
    return edi::clear_text(edi::component_at(text, interchange.delimiters, position), interchange.delimiters,
                           *edifact::find_character_set("UNOC"));
}

// The options under which the interchange is written as it came; of one message what its UNH says last.
std::vector<std::pair<std::string, std::string>> options_of(const Interchange& interchange,
                                                            const std::string& message_code) {
    const edi::Delimiters& delimiters = interchange.delimiters;
    const std::string version = component(interchange, 1, 2);
    std::vector<std::string> code{""};
    for (const char c : message_code) c == ':' ? void(code.emplace_back()) : void(code.back() += c);
    std::vector<std::pair<std::string, std::string>> options{
        {"element-separator", std::string(1, delimiters.element)},
        {"component-separator", std::string(1, delimiters.component)},
        {"release-character", delimiters.release == '\0' ? "none" : std::string(1, delimiters.release)},
        {"segment-terminator", delimiters.segment + interchange.line_end},
        {"decimal-mark", std::string(1, delimiters.decimal_mark)},
        {"syntax", component(interchange, 1, 1) + ":" + version},
        {"association", code.size() > 4 ? code[4] : ""},
        {"advice", interchange.advice ? "always" : "when-needed"},
        {"password", component(interchange, 6, 1)},
        {"application-reference", component(interchange, 7, 1)},
        {"priority", component(interchange, 8, 1)},
        {"acknowledgement-requested", component(interchange, 9, 1) == "1" ? "yes" : "no"},
        {"agreement", component(interchange, 10, 1)}};
    if (delimiters.repetition != '\0')
        options.emplace_back("repetition-separator", std::string(1, delimiters.repetition));
    return options;
}

std::string written(const Interchange& interchange, const std::vector<Rewritten>& messages,
                    const crossdock_format_options* options) {
    const Sending sending{component(interchange, 2, 2),
                          component(interchange, 2, 1),
                          component(interchange, 3, 2),
                          component(interchange, 3, 1),
                          "",
                          "",
                          component(interchange, 11, 1) == "1",
                          moment_of(component(interchange, 4, 1), component(interchange, 4, 2))};
    return assembled(plugin(), sending, messages, options, [&](const crossdock_slot& slot) {
        return slot.kind == CROSSDOCK_SLOT_INTERCHANGE ? interchange.header.at(5)
                                                       : interchange.slices.at(slot.ordinal).control;
    });
}

bool has_error(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == CROSSDOCK_SEVERITY_ERROR; });
}

}  // namespace

TEST_CASE("every message that has a directory has an invented document, and it is free of findings") {
    std::set<std::string> types;
    for (const auto& [type, transaction] : catalog().transactions()) types.insert(type);
    for (const Document& document : documents()) {
        CAPTURE(document.identifier);
        const std::string payload =
            interchange({message(document.segments, document.identifier)}, "UNOC:" + document.syntax_version);
        const Split found = split(payload);
        CHECK(codes(found.findings).empty());
        REQUIRE(found.slices.size() == 1);
        types.erase(found.slices[0].type);
        for (const Finding& finding : decode(payload, found.slices[0]).findings)
            FAIL_CHECK(finding.code << ": " << finding.text);
    }
    CHECK(types.empty());
}

TEST_CASE("an interchange of any message is the same byte for byte when it was read and written again") {
    for (const Document& document : documents()) {
        for (const bool advice : {false, true}) {
            CAPTURE(document.identifier, advice);
            Style style;
            style.advice = advice;
            style.line_end = advice ? "\r\n" : "";
            if (document.syntax_version == "4") style.reserved = '*';
            const std::string payload = styled(
                interchange({message(document.segments, document.identifier)}, "UNOC:" + document.syntax_version),
                style);
            const std::vector<Interchange> all = interchanges(payload, split(payload));
            REQUIRE(all.size() == 1);
            const Slice& slice = all[0].slices.at(0);
            const OptionList options(options_of(all[0], slice.message_code));
            std::vector<Rewritten> messages;
            messages.push_back(rewritten(plugin(), payload, slice, options));
            REQUIRE(messages[0].refusal.empty());
            CHECK(written(all[0], messages, options) == payload);
        }
    }
}

TEST_CASE("any document that a directory allows is read without a finding and written again byte for byte") {
    for (const auto& [type, transaction] : catalog().transactions()) {
        const bool four = type == "edifact/syntax-4/CONTRL";
        edi::Delimiters delimiters = edifact::usual_delimiters();
        if (four) delimiters.repetition = '*';
        const std::string& release = transaction->release->id;
        const std::string identifier =
            transaction->set + (four                    ? ":4:1:UN"
                                : release == "syntax-3" ? ":D:3:UN"
                                                        : ":" + replaced(release, ".", ":") + ":UN");
        DocumentGenerator generator(*transaction, delimiters, "ABCxyz019 .,:'+?*/()\xE9");
        for (int times = 0; times < 150; ++times) {
            const std::string payload =
                interchange({message(generator.segments(), identifier)}, four ? "UNOC:4" : "UNOC:3");
            CAPTURE(payload);
            const Interchange made = interchanges(payload, split(payload)).at(0);
            const Slice& slice = made.slices.at(0);
            std::vector<std::string> found = codes(decode(payload, slice, edi::all_levels & ~edi::counts).findings);
            std::erase(found, "edifact.code-not-in-list");  // an open list allows it
            CAPTURE(found);
            REQUIRE(found.empty());
            const OptionList options(options_of(made, slice.message_code));
            std::vector<Rewritten> messages;
            messages.push_back(rewritten(plugin(), payload, slice, options));
            INFO(messages[0].refusal);
            REQUIRE(messages[0].refusal.empty());
            REQUIRE(written(made, messages, options) == payload);
        }
        CAPTURE(type, generator.places_made(), generator.places());
        CHECK(generator.places_made() * 4 >= generator.places() * 3);
    }
}

TEST_CASE("what is written again of other projects' interchanges is the same or differs as the page says") {
    RewritingCount counted;
    RewritingCount whole;
    std::string details;
    for (const CorpusFile& file : corpus("edifact")) {
        if (file.status != "valid" && file.status != "tolerable") continue;
        CAPTURE(file.name);
        for (const Interchange& interchange : interchanges(file.payload, split(file.payload))) {
            std::vector<Rewritten> messages;
            bool known = true;
            bool right = true;
            for (const Slice& slice : interchange.slices) {
                const OptionList options(options_of(interchange, slice.message_code));
                Rewritten again = rewritten(plugin(), file.payload, slice, options);
                if (again.refusal.starts_with("edifact.unknown-transaction-set")) {
                    ++counted.without_dictionary;
                    known = false;
                } else if (has_error(again.findings)) {
                    ++counted.with_findings;
                    right = false;
                } else {
                    INFO(again.refusal);
                    CHECK(again.refusal.empty());
                    if (!again.refusal.empty()) continue;
                    const std::string source = file.payload.substr(slice.offset, slice.size);
                    std::string bytes =
                        filled_with(*again.output, [&](const crossdock_slot&) { return slice.control; });
                    bytes.resize(bytes.size() - interchange.line_end.size());
                    const auto differs = differences(source, bytes, interchange.delimiters);
                    counted.add(differs);
                    for (const std::string& each : differs)
                        details += fmt::format("{} {}: {}\n", file.name, slice.type, each);
                    messages.push_back(std::move(again));
                }
            }
            if (!known || interchange.slices.empty()) {
                ++whole.without_dictionary;
            } else if (!right) {
                ++whole.with_findings;
            } else if (interchange.groups) {
                whole.add({"groups"});
            } else {
                const OptionList options(options_of(interchange, ""));
                const auto differs =
                    differences(interchange.text, written(interchange, messages, options), interchange.delimiters);
                whole.add(differs);
                for (const std::string& each : differs) details += fmt::format("{}: {}\n", file.name, each);
            }
        }
    }
    if (counted.same == 0) return;
    std::cout << details;
    check_rewriting_page("EDIFACT messages", counted);
    check_rewriting_page("EDIFACT interchanges", whole);
}
