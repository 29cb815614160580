// Reading and writing are inverse: what was read is written again byte for byte, or the difference has a name.
#include "plugins/edi/delimiter_text.hpp"
#include "plugins/x12/assembler.hpp"
#include "plugins/x12/transaction.hpp"
#include "tests/plugins/edi/corpus.hpp"
#include "tests/plugins/edi/generator.hpp"
#include "tests/plugins/edi/rewriting.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;

namespace {

const Plugin& plugin() {
    static const Plugin all{catalog(), x12::decode, x12::encode, x12::assemble};
    return all;
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

// An interchange as it came: its header's parts and its transactions, by group.
struct Interchange {
    struct Group {
        std::vector<std::string> header;  // GS and its elements
        std::vector<Slice> slices;
    };
    std::vector<std::string> header;  // ISA and its elements
    x12::Delimiters delimiters;
    std::string line_end;
    std::string text;
    std::vector<Slice> acknowledgements;  // TA1, which stand outside of groups
    std::vector<Group> groups;
};

std::vector<Interchange> interchanges(const std::string& payload, const Split& found) {
    std::vector<Interchange> all;
    auto envelope = found.envelopes.begin();
    auto slice = found.slices.begin();
    auto end = found.ends.begin();
    for (const char event : found.order) {
        if (event == '<' && envelope->level == CROSSDOCK_ENVELOPE_INTERCHANGE) {
            Interchange& made = all.emplace_back();
            made.delimiters = x12::delimiters_of(envelope->context).value();
            const std::size_t close = payload.find(made.delimiters.segment, envelope->offset + 100) + 1;
            made.header = elements_of(payload.substr(envelope->offset, close - envelope->offset - 1), made.delimiters);
            made.line_end = payload.substr(close, 2) == "\r\n" ? "\r\n" : payload.substr(close, 1) == "\n" ? "\n" : "";
            made.text = payload.substr(envelope->offset);
        } else if (event == '<') {
            const Interchange& into = all.back();
            const std::size_t close = payload.find(into.delimiters.segment, envelope->offset);
            all.back().groups.push_back(
                {elements_of(payload.substr(envelope->offset, close - envelope->offset), into.delimiters), {}});
        } else if (event == 'T') {
            Interchange& into = all.back();
            const bool alone = slice->type == "x12/interchange/TA1";
            (alone ? into.acknowledgements : into.groups.back().slices).push_back(*slice++);
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

// The options under which the interchange is written as it came.
std::vector<std::pair<std::string, std::string>> options_of(const Interchange& interchange) {
    const auto& header = interchange.header;
    const x12::Delimiters& delimiters = interchange.delimiters;
    std::vector<std::pair<std::string, std::string>> options{
        {"element-separator", std::string(1, delimiters.element)},
        {"component-separator", std::string(1, delimiters.component)},
        {"segment-terminator", delimiters.segment + interchange.line_end},
        {"interchange-version", header.at(12)},
        {"authorization-qualifier", header.at(1)},
        {"authorization", trimmed(header.at(2))},
        {"security-qualifier", header.at(3)},
        {"security", trimmed(header.at(4))},
        {"acknowledgement-requested", header.at(14) == "1" ? "yes" : "no"},
        {"usage", header.at(15)},
        {"charset", "utf-8"}};
    // Some leave the `U` of older versions in ISA11: the interchange is written with a repetition separator.
    if (header.at(12) >= "00402")
        options.emplace_back("repetition-separator",
                             std::string(1, delimiters.repetition == '\0' ? '^' : delimiters.repetition));
    if (!interchange.groups.empty()) options.emplace_back("release", trimmed(interchange.groups[0].header.at(8)));
    return options;
}

std::string written(const Interchange& interchange, const std::vector<Rewritten>& transactions,
                    const crossdock_format_options* options) {
    const auto& header = interchange.header;
    const auto& first = interchange.groups.at(0).header;
    const Sending sending{
        header.at(5), trimmed(header.at(6)), header.at(7),         trimmed(header.at(8)),
        first.at(2),  first.at(3),           header.at(15) == "T", moment_of(header.at(9), header.at(10))};
    std::vector<std::string> controls;
    for (const Interchange::Group& group : interchange.groups)
        for (const Slice& slice : group.slices) controls.push_back(slice.control);
    return assembled(plugin(), sending, transactions, options, [&](const crossdock_slot& slot) {
        if (slot.kind == CROSSDOCK_SLOT_INTERCHANGE) return header.at(13);
        return slot.kind == CROSSDOCK_SLOT_GROUP ? interchange.groups.at(slot.ordinal).header.at(6)
                                                 : controls.at(slot.ordinal);
    });
}

// In what an assembled interchange cannot be as it came. Groups are made anew: by functional identifier, for one
// sender, receiver and release.
bool has_foreign_groups(const Interchange& interchange) {
    std::set<std::string> kinds;
    if (interchange.groups.empty()) return false;
    const auto& first = interchange.groups[0].header;
    return std::any_of(interchange.groups.begin(), interchange.groups.end(), [&](const auto& group) {
        return !kinds.insert(group.header.at(1)).second || group.header.at(2) != first.at(2) ||
               group.header.at(3) != first.at(3) || group.header.at(8) != first.at(8);
    });
}

bool has_error(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == CROSSDOCK_SEVERITY_ERROR; });
}

}  // namespace

TEST_CASE("every set that has a dictionary has an invented document, and it is free of findings") {
    std::set<std::string> types;
    for (const auto& [type, transaction] : catalog().transactions())
        if (type.starts_with("x12/00")) types.insert(type);
    for (const Document& document : documents()) {
        CAPTURE(document.release, document.set);
        types.erase("x12/" + document.release + "/" + document.set);
        const std::string payload = interchange_of(document);
        const Split found = split(payload);
        CHECK(codes(found.findings).empty());
        REQUIRE(found.slices.size() == 1);
        for (const Finding& finding : decode(payload, found.slices[0]).findings)
            FAIL_CHECK(finding.code << ": " << finding.text);
    }
    CHECK(types.empty());
}

TEST_CASE("an interchange of any set is the same byte for byte when it was read and written again") {
    for (const Document& document : documents()) {
        for (const Style& style : {Style{'*', '>', '~', "\n"}, Style{'|', '<', '!', ""}, Style{'*', '>', '\n', ""},
                                   Style{'*', '>', '~', "\r\n"}, Style{'\x1D', '\x1F', '\x1C', ""}}) {
            CAPTURE(document.release, document.set, style.element);
            const std::string payload = interchange_of(document, style);
            const std::vector<Interchange> all = interchanges(payload, split(payload));
            REQUIRE(all.size() == 1);
            const OptionList options(options_of(all[0]));
            std::vector<Rewritten> transactions;
            transactions.push_back(rewritten(plugin(), payload, all[0].groups.at(0).slices.at(0), options));
            REQUIRE(transactions[0].refusal.empty());
            CHECK(written(all[0], transactions, options) == payload);
        }
    }
}

TEST_CASE("any document that a dictionary allows is read without a finding and written again byte for byte") {
    constexpr std::uint32_t but_totals = x12::all_levels & ~(x12::counts | x12::hierarchy);
    for (const auto& [type, transaction] : catalog().transactions()) {
        if (!type.starts_with("x12/00")) continue;
        DocumentGenerator generator(*transaction, x12::Delimiters{'*', '>', '^', '~'}, "ABCxyz019 .,:'+/()");
        for (int times = 0; times < 150; ++times) {
            const std::string payload =
                interchange_of({transaction->release->id, transaction->set, generator.segments()});
            CAPTURE(payload);
            const Interchange made = interchanges(payload, split(payload)).at(0);
            const Slice& slice = made.groups.at(0).slices.at(0);
            std::vector<std::string> found = codes(decode(payload, slice, but_totals).findings);
            std::erase(found, "x12.code-not-in-list");  // an open list allows it
            CAPTURE(found);
            REQUIRE(found.empty());
            const OptionList options(options_of(made));
            std::vector<Rewritten> transactions;
            transactions.push_back(rewritten(plugin(), payload, slice, options));
            INFO(transactions[0].refusal);
            REQUIRE(transactions[0].refusal.empty());
            REQUIRE(written(made, transactions, options) == payload);
        }
        CAPTURE(type, generator.places_made(), generator.places());
        CHECK(generator.places_made() * 4 >= generator.places() * 3);
    }
}

namespace {

// What became of the transactions of an interchange.
struct Again {
    std::vector<Rewritten> transactions;  // that were written
    bool known = true;                    // all have a dictionary
    bool right = true;                    // none has an error
};

Again written_again(const std::string& payload, const Interchange& interchange, const crossdock_format_options* options,
                    RewritingCount& count, std::string& details) {
    Again result;
    std::vector<Slice> slices = interchange.acknowledgements;
    for (const Interchange::Group& group : interchange.groups)
        slices.insert(slices.end(), group.slices.begin(), group.slices.end());
    for (const Slice& slice : slices) {
        Rewritten again = rewritten(plugin(), payload, slice, options);
        if (again.refusal.starts_with("x12.unknown-transaction-set")) {
            ++count.without_dictionary;
            result.known = false;
        } else if (has_error(again.findings)) {
            ++count.with_findings;
            result.right = false;
        } else {
            INFO(again.refusal);
            REQUIRE(again.refusal.empty());
            std::string bytes = filled_with(*again.output, [&](const crossdock_slot&) { return slice.control; });
            bytes.resize(bytes.size() - interchange.line_end.size());
            const auto differs = differences(payload.substr(slice.offset, slice.size), bytes, interchange.delimiters);
            count.add(differs);
            for (const std::string& each : differs) details += fmt::format("{}: {}\n", slice.type, each);
            result.transactions.push_back(std::move(again));
        }
    }
    if (slices.empty()) result.right = false;
    return result;
}

}  // namespace

TEST_CASE("what is written again of other projects' interchanges is the same or differs as the page says") {
    RewritingCount sets;
    RewritingCount whole;
    std::string details;
    for (const CorpusFile& file : corpus("x12")) {
        if (file.status != "valid" && file.status != "tolerable") continue;
        CAPTURE(file.name);
        details += file.name + "\n";
        for (const Interchange& interchange : interchanges(file.payload, split(file.payload))) {
            const OptionList options(options_of(interchange));
            const Again again = written_again(file.payload, interchange, options, sets, details);
            if (!again.known) {
                ++whole.without_dictionary;
            } else if (!again.right) {
                ++whole.with_findings;
            } else if (has_foreign_groups(interchange)) {
                whole.add({"other groups"});
            } else {
                const auto differs = differences(interchange.text, written(interchange, again.transactions, options),
                                                 interchange.delimiters);
                whole.add(differs);
                for (const std::string& each : differs) details += fmt::format("interchange: {}\n", each);
            }
        }
    }
    if (sets.same == 0) return;
    std::cout << details;
    check_rewriting_page("X12 sets", sets);
    check_rewriting_page("X12 interchanges", whole);
}

TEST_CASE("what is written again differs only where nothing was said") {
    const auto again = [](const std::string& from, const std::string& to) {
        const std::string payload = replaced(order(), from, to);
        const Interchange one = interchanges(payload, split(payload)).at(0);
        const OptionList options(options_of(one));
        std::vector<Rewritten> transactions;
        transactions.push_back(rewritten(plugin(), payload, one.groups.at(0).slices.at(0), options));
        const std::string bytes = written(one, transactions, options);
        return std::pair{bytes == order(), differences(payload, bytes, one.delimiters)};
    };
    using Names = std::set<std::string>;
    CHECK(again("CUR*BY*USD~", "CUR*BY*USD***~") == std::pair{true, Names{"separators at the end"}});
    CHECK(again("SE*27*", "SE*0027*") == std::pair{true, Names{"zeros before a count"}});
    CHECK(again("CUR*BY*USD~\n", "CUR*BY*USD~") == std::pair{true, Names{"between segments"}});
    CHECK(again("CUR*BY*USD~\n", "CUR*BY*USD~~\n") == std::pair{true, Names{"empty segments"}});
    CHECK(again("REF*DP*018~", "REF*DP*018**CO>A1>>>>~") == std::pair{false, Names{"separators at the end"}});
    CHECK(again("*EA*8.75*", "*EA*008.750*").second.empty());
    CHECK(again("Northwind Retail*", "  Northwind  Retail *").second.empty());
}

TEST_CASE("a difference that has no name is told as it is") {
    const x12::Delimiters usual;
    const auto told = [&](const std::string& source, const std::string& written) {
        return differences(source, written, usual);
    };
    using Names = std::set<std::string>;
    CHECK(told("CUR*BY*USD~", "CUR*BY*USD~").empty());
    CHECK(told("CUR*BY*USD~", "CUR*BY*EUR~") == Names{"CUR02: was 'USD', is 'EUR'"});
    CHECK(told("CUR*BY*USD~", "CUR*BY~") == Names{"segments: was 'CUR*BY*USD', is 'CUR*BY'"});
    CHECK(told("CUR*BY*USD~", "CUR*BY*USD*~") == Names{"segments: was 'CUR*BY*USD', is 'CUR*BY*USD*'"});
    CHECK(told("CUR*BY*USD~REF*DP*1~", "CUR*BY*USD~") == Names{"segments: were 2, are 1"});
    CHECK(told("N1*A~N3*B~", "N3*B~N1*A~") == Names{"order of segments"});
    CHECK(told("QTY*01*1.0~", "QTY*1*1~") == Names{"QTY01: was '01', is '1'", "QTY02: was '1.0', is '1'"});
}
