// Decodes one transaction, ST to SE, to a tape.
#include "plugins/x12/decoder.hpp"

#include "plugins/x12/element_reader.hpp"
#include "plugins/x12/envelope_text.hpp"

#include <crossdock/cpp/views.hpp>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

// The element that counts segments, compared with how many came.
class CountCheck {
public:
    explicit CountCheck(DecodeContext& context)
        : context_(context), rules_(context.transaction.counts), counts_(rules_.size(), 0) {}

    void segment(std::uint16_t index, const ScannedSegment& segment) {
        for (std::size_t at = 0; at < rules_.size(); ++at) {
            if (rules_[at].counted == index) ++counts_[at];
            if (rules_[at].segment == index) compare(rules_[at], counts_[at], segment);
        }
    }

private:
    void compare(const CountRule& rule, std::uint64_t counted, const ScannedSegment& segment) const {
        if (!context_.checks(rules::count_differs) || segment.elements < rule.element) return;
        const std::string_view text = segment.element(rule.element);
        if (text.empty() || count_of(text) == counted) return;
        const std::string label = fmt::format("{}{:02}", segment.tag(), rule.element);
        FindingPlace place;
        place.segment = context_.segment_number();
        place.transaction_segment = context_.transaction_segment;
        place.element = rule.element;
        place.offset = context_.source_offset + static_cast<std::uint64_t>(text.data() - context_.source);
        place.size = text.size();
        place.value = text;
        place.tag = segment.tag();
        place.path = label;
        report(context_.findings, rules::count_differs, place,
               fmt::format("{} says '{}', but {} {} segments came", label, text, counted,
                           context_.release().segments[rule.counted].id));
    }

    DecodeContext& context_;
    const std::vector<CountRule>& rules_;
    std::vector<std::uint64_t> counts_;
};

void report_unknown_segment(const DecodeContext& context, const ScannedSegment& segment) {
    if (!context.checks(rules::unknown_segment)) return;
    FindingPlace place;
    place.segment = context.segment_number();
    place.transaction_segment = context.transaction_segment;
    place.offset = context.source_offset + static_cast<std::uint64_t>(segment.begin - context.source);
    place.size = segment.text().size();
    place.tag = segment.tag();
    place.value = segment.tag();
    report(context.findings, rules::unknown_segment, place,
           fmt::format("segment '{}' is not in the dictionary of release {}", segment.tag().substr(0, 20),
                       context.release().id));
}

[[noreturn]] void refuse_type(const crossdock_decode_request& request, const crossdock_findings& findings) {
    const std::string text = fmt::format(
        "transaction set '{}' is not in the dictionaries; a .dict file for it would be right", sdk::text(request.type));
    FindingPlace place;
    place.segment = request.first_segment;
    place.transaction_segment = 1;
    place.element = 1;
    place.offset = request.source_offset;
    place.tag = "ST";
    report(findings, rules::unknown_transaction_set, place, text);
    throw sdk::Failure::permanent("x12.unknown-transaction-set", text, request.source_offset);
}

}  // namespace

void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const Transaction* transaction = catalog.find(sdk::text(request.type));
    if (transaction == nullptr) refuse_type(request, findings);
    const std::string_view source = sdk::text(request.source);
    const auto known = delimiters_of(sdk::text(request.interchange_context));
    DecodeContext context{*transaction,  known ? *known : guess_delimiters(source),
                          source.data(), request.source_offset,
                          tape,          findings,
                          levels,        request.first_segment == 0 ? 1 : request.first_segment};
    tape.names = transaction->name_views.data();
    tape.name_count = static_cast<std::uint32_t>(transaction->name_views.size());
    tape.names_id = transaction->names_id;

    LoopWalker walker(context);
    ElementReader elements(context, walker);
    CountCheck counts(context);
    SegmentScanner scanner(source, context.delimiters);
    ScannedSegment segment;
    while (scanner.next(segment)) {
        ++context.transaction_segment;
        if (context.transaction_segment == 1 && segment.tag() != "ST")
            throw sdk::Failure::permanent("x12.not-a-transaction", "a transaction begins with ST; this one does not",
                                          request.source_offset);
        const std::uint16_t index = transaction->release->tags->find(segment.tag());
        if (index == none) {
            report_unknown_segment(context, segment);
            continue;
        }
        const std::uint16_t node = walker.place(index, segment, ElementReader::room(segment) + 2);
        if (node == 0) {
            elements.read(segment, index, false);
        } else {
            const Node& placed = transaction->nodes[node];
            context.group(CROSSDOCK_TAPE_BEGIN, placed.name, placed.max > 1, segment.begin);
            elements.read(segment, index, true);
            context.group(CROSSDOCK_TAPE_END, placed.name, false, segment.end);
        }
        counts.segment(index, segment);
    }
    if (context.transaction_segment == 0)
        throw sdk::Failure::permanent("x12.not-a-transaction", "the slice is empty; ST to SE would be right",
                                      request.source_offset);
    walker.finish(source.data() + source.size());
}

}  // namespace crossdock::x12
