// Turns what was found in a group into a functional acknowledgement (997, 999) as a document.
#include "plugins/x12/acknowledger.hpp"

#include "plugins/edi/echo.hpp"
#include "plugins/edi/envelope_text.hpp"
#include "plugins/edi/group_report.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/edi/tape_builder.hpp"
#include "plugins/x12/options.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::size_t most_codes = 5;          // AK502 to AK506, AK905 to AK909
constexpr std::size_t most_elements = 99;      // AK4 in an AK3
constexpr std::size_t most_segments = 999999;  // AK3 in a transaction set
constexpr std::uint64_t largest_count = 999999;
constexpr std::string_view segment_has_errors = "8";      // AK304
constexpr std::string_view set_has_segment_errors = "5";  // AK502

constexpr std::string_view first_release = "004010";
constexpr std::string_view first_release_of_999 = "005010";
constexpr std::size_t release_size = 6;

// What a 997 and a 999 call the same things.
struct Names {
    std::string_view segment_loop, segment, element_loop, element, transaction;
};
constexpr Names names_of_997{"AK3-loop", "AK3", {}, "AK4", "AK5"};
constexpr Names names_of_999{"IK3-loop", "IK3", "IK4-loop", "IK4", "IK5"};

using Codes = std::vector<std::string_view>;

void add_code(Codes& codes, std::string_view code) {
    if (!code.empty() && codes.size() < most_codes && std::find(codes.begin(), codes.end(), code) == codes.end())
        codes.push_back(code);
}

// Whether a copy of bad data can stand in a 997, whatever its delimiters are.
bool can_repeat(std::string_view value) {
    const auto harmless = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view(" .,-/()#&'$%_").find(c) != std::string_view::npos;
    };
    return value.find_first_not_of(' ') != std::string_view::npos && std::all_of(value.begin(), value.end(), harmless);
}

class Acknowledger {
public:
    Acknowledger(TapeBuilder& tape, const GroupReport& report, const Names& names, const Echo& echo)
        : tape_(tape), report_(report), names_(names), echo_(echo) {}

    void write() {
        const crossdock_envelope& group = report_.raw().group;
        tape_.begin("AK1");
        const std::string_view control = sdk::text(group.control_number);
        tape_.value("AK101", echo_(sdk::text(group.functional_id), "479", "ZZ"));
        tape_.value("AK102", all_digits(control) ? echo_(control, "28") : "0");
        if (const std::string_view version = sdk::text(group.version); tape_.knows("AK103") && version.size() <= 12)
            tape_.value("AK103", echo_(version, "480"));
        tape_.end();
        std::uint64_t accepted = report_.unlisted();
        bool errors = false;
        for (std::uint64_t index = 0; index < report_.transaction_count(); ++index) {
            const crossdock_transaction_report& transaction = report_.transaction(index);
            if (transaction.decision != CROSSDOCK_DECISION_REJECTED) ++accepted;
            if (transaction.decision != CROSSDOCK_DECISION_ACCEPTED) errors = true;
            write_transaction(transaction);
        }
        if (report_.raw().decision == CROSSDOCK_DECISION_REJECTED) accepted = 0;
        write_group(report_.transaction_count() + report_.unlisted(), accepted, errors);
    }

private:
    void write_transaction(const crossdock_transaction_report& transaction) {
        tape_.begin("AK2-loop");
        tape_.begin("AK2");
        tape_.value("AK201", echo_(sdk::text(transaction.message_code), "143", "000"));
        tape_.value("AK202", echo_(sdk::text(transaction.control_number), "329", "0000"));
        tape_.end();
        Codes codes;
        std::vector<const crossdock_finding*> found;
        for (std::uint64_t index = 0; index < transaction.finding_count; ++index) {
            const crossdock_finding& finding = item_of(transaction.findings, index, transaction.finding_size);
            if (finding.severity == CROSSDOCK_SEVERITY_NOTE) continue;
            if (finding.scope == CROSSDOCK_SCOPE_TRANSACTION) add_code(codes, sdk::text(finding.standard_code));
            if ((finding.scope == CROSSDOCK_SCOPE_SEGMENT || finding.scope == CROSSDOCK_SCOPE_ELEMENT) &&
                finding.transaction_segment > 0 && finding.transaction_segment <= most_segments)
                found.push_back(&finding);
        }
        std::stable_sort(found.begin(), found.end(), [](const auto* left, const auto* right) {
            return left->transaction_segment < right->transaction_segment;
        });
        write_segments(found);
        if (!found.empty()) add_code(codes, set_has_segment_errors);
        tape_.begin(names_.transaction);
        tape_.value(element(names_.transaction, 1), transaction.decision == CROSSDOCK_DECISION_ACCEPTED   ? "A"
                                                    : transaction.decision == CROSSDOCK_DECISION_REJECTED ? "R"
                                                                                                          : "E");
        write_codes(names_.transaction, 2, codes);
        tape_.end();
        tape_.end();
    }

    // Findings of one segment stand together: an AK3 for each thing wrong with the segment, then one for its elements.
    void write_segments(const std::vector<const crossdock_finding*>& found) {
        std::size_t written = 0;
        for (std::size_t first = 0; first < found.size();) {
            std::size_t last = first;
            while (last < found.size() && found[last]->transaction_segment == found[first]->transaction_segment) ++last;
            std::vector<const crossdock_finding*> elements;
            for (std::size_t index = first; index < last; ++index) {
                if (found[index]->scope == CROSSDOCK_SCOPE_ELEMENT) {
                    elements.push_back(found[index]);
                } else if (written++ < most_segments) {
                    begin_segment(*found[index], sdk::text(found[index]->standard_code));
                    tape_.end();
                }
            }
            if (!elements.empty() && written++ < most_segments) {
                begin_segment(*elements[0], segment_has_errors);
                for (std::size_t index = 0; index < std::min(elements.size(), most_elements); ++index)
                    write_element(*elements[index]);
                tape_.end();
            }
            first = last;
        }
    }

    // Begins the loop of a segment (AK3, IK3) and writes the segment.
    void begin_segment(const crossdock_finding& finding, std::string_view code) {
        tape_.begin(names_.segment_loop);
        tape_.begin(names_.segment);
        const std::string_view tag = sdk::text(finding.tag).substr(0, 3);
        const bool well_formed = tag.size() >= 2 && std::all_of(tag.begin(), tag.end(), [](char c) {
                                     return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                                 });
        tape_.value(element(names_.segment, 1), well_formed ? tag : "ZZZ");
        tape_.value(element(names_.segment, 2), fmt::format("{}", finding.transaction_segment));
        const std::string_view loop = sdk::text(finding.loop);
        if (loop.size() <= 6) tape_.value(element(names_.segment, 3), loop);
        tape_.value(element(names_.segment, 4), code);
        tape_.end();
    }

    void write_element(const crossdock_finding& finding) {
        if (!names_.element_loop.empty()) tape_.begin(names_.element_loop);
        tape_.begin(names_.element);
        const std::string place = element(names_.element, 1);
        tape_.begin(place);
        tape_.value(place + "-1", fmt::format("{}", std::min<std::uint32_t>(finding.element, 99)));
        if (finding.component > 0)
            tape_.value(place + "-2", fmt::format("{}", std::min<std::uint32_t>(finding.component, 99)));
        tape_.end();
        const std::string_view reference = sdk::text(finding.element_reference);
        if (reference.size() <= 4 && all_digits(reference)) tape_.value(element(names_.element, 2), reference);
        const std::string_view code = sdk::text(finding.standard_code);
        tape_.value(element(names_.element, 3), code.empty() ? "6" : code);
        const std::string_view value = sdk::text(finding.value).substr(0, 99);
        if (can_repeat(value)) tape_.value(element(names_.element, 4), value);
        tape_.end();
        if (!names_.element_loop.empty()) tape_.end();
    }

    void write_group(std::uint64_t received, std::uint64_t accepted, bool errors) {
        Codes codes;
        for (std::uint64_t index = 0; index < report_.finding_count(); ++index) {
            const crossdock_finding& finding = report_.finding(index);
            if (finding.severity != CROSSDOCK_SEVERITY_NOTE && finding.scope == CROSSDOCK_SCOPE_GROUP)
                add_code(codes, sdk::text(finding.standard_code));
        }
        const bool some_rejected = accepted < received;
        const crossdock_decision decision = report_.raw().decision;
        const crossdock_envelope_end& end = report_.raw().group_end;
        const bool rejected = decision == CROSSDOCK_DECISION_REJECTED || (some_rejected && accepted == 0);
        const bool with_errors = errors || decision == CROSSDOCK_DECISION_ACCEPTED_WITH_ERRORS;
        const auto number = [](std::uint64_t value) { return fmt::format("{}", std::min(value, largest_count)); };
        tape_.begin("AK9");
        tape_.value("AK901", rejected ? "R" : some_rejected ? "P" : with_errors ? "E" : "A");
        tape_.value("AK902", number(end.complete != 0 ? end.declared : received));
        tape_.value("AK903", number(received));
        tape_.value("AK904", number(accepted));
        write_codes("AK9", 5, codes);
        tape_.end();
    }

    void write_codes(std::string_view segment, int first, const Codes& codes) {
        for (const std::string_view code : codes) tape_.value(element(segment, first++), code);
    }

    static std::string element(std::string_view segment, int position) {
        return fmt::format("{}{:02}", segment, position);
    }

    TapeBuilder& tape_;
    const GroupReport& report_;
    const Names& names_;
    const Echo& echo_;
};

// The release that the acknowledgement is written in: what the agreement says, else the group's own where the
// dictionaries have its acknowledgement, else the first.
std::string type_of(const Catalog& catalog, const GroupReport& report, std::string_view set) {
    const auto in = [&](std::string_view release) {
        return fmt::format("x12/{}/{}", release.substr(0, release_size), set);
    };
    if (const std::string_view version = option(report.options(), acknowledgement_version); !version.empty())
        return in(version);
    std::string own = in(sdk::text(report.raw().group.version));
    return catalog.find(own) != nullptr ? own : in(set == "999" ? first_release_of_999 : first_release);
}

}  // namespace

std::string acknowledge_group(const Catalog& catalog, const crossdock_group_report& raw, crossdock_tape_writer& tape) {
    const GroupReport report(raw);
    const std::string_view set = option(report.options(), "acknowledgement", "997");
    // Two systems that acknowledge acknowledgements would never stop; the standard forbids it (ASC X12, 997).
    if (set == "none" || sdk::text(raw.group.functional_id) == "FA") return {};
    if (set != "997" && set != "999") refuse_option(dialect, "acknowledgement", set, "997, 999 or none");
    std::string type = type_of(catalog, report, set);
    const Transaction* transaction = catalog.find(type);
    if (transaction == nullptr)
        throw sdk::Failure::configuration("x12.unknown-transaction-set",
                                          fmt::format("the dictionaries do not hold {}", type));
    TapeBuilder builder(*transaction, tape);
    const Echo echo(*transaction->release, output_syntax(report.options()));
    Acknowledger(builder, report, set == "999" ? names_of_999 : names_of_997, echo).write();
    return type;
}

}  // namespace crossdock::x12
