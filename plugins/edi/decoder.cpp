// Decodes one transaction, from its header to its trailer, to a tape.
#include "plugins/edi/decoder.hpp"

#include "plugins/edi/control_check.hpp"
#include "plugins/edi/element_reader.hpp"
#include "plugins/edi/finding_limit.hpp"
#include "plugins/edi/guide_check.hpp"
#include "plugins/edi/hierarchy_check.hpp"

#include <crossdock/cpp/views.hpp>

#include <optional>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

void report_unknown_segment(const DecodeContext& context, const ScannedSegment& segment) {
    if (!context.checks(rules::unknown_segment)) return;
    FindingPlace place;
    place.segment = context.segment_number();
    place.transaction_segment = context.transaction_segment;
    place.offset = context.source_offset + static_cast<std::uint64_t>(segment.begin - context.source);
    place.size = segment.text().size();
    place.tag = segment.tag();
    place.value = segment.tag();
    report(context.dialect(), context.findings, rules::unknown_segment, place,
           fmt::format("segment '{}' is not in the dictionary of release {}", segment.tag().substr(0, 20),
                       context.release().id));
}

void report_breach(const DecodeContext& context, const LoopWalker& walker, const GuideBreach& breach) {
    const auto source_end = context.source_offset;
    FindingPlace place;
    place.segment = context.segment_number();
    place.transaction_segment = context.transaction_segment;
    place.element = breach.place.element;
    place.component = breach.place.component;
    place.repetition = breach.repetition;
    const char* const at = breach.value.data() != nullptr ? breach.value.data()
                           : breach.segment != nullptr    ? breach.segment->begin
                                                          : nullptr;
    place.offset = at == nullptr ? source_end : context.source_offset + static_cast<std::uint64_t>(at - context.source);
    place.size = breach.value.size();
    place.value = breach.value;
    place.tag = breach.tag;
    place.loop = walker.loop();
    std::string path;
    if (breach.place.element > 0) {
        path = walker.path();
        path.append(path.empty() ? "" : "/").append(fmt::format("{}{:02}", breach.tag, breach.place.element));
        if (breach.place.component > 0) path += fmt::format("-{}", breach.place.component);
    }
    place.path = path;
    if (breach.use != nullptr && breach.use->element != none)
        place.element_reference = context.release().elements[breach.use->element].id;
    report(context.dialect(), context.findings, breach.rule, place, breach.text);
}

[[noreturn]] void refuse_type(const Dialect& dialect, const crossdock_decode_request& request,
                              std::uint16_t type_element, const crossdock_findings& findings) {
    const std::string text = fmt::format("{} '{}' is not in the dictionaries; a .dict file for it would be right",
                                         dialect.transaction, sdk::text(request.type));
    FindingPlace place;
    place.segment = request.first_segment;
    place.transaction_segment = 1;
    place.element = type_element;
    place.offset = request.source_offset;
    place.tag = dialect.header;
    report(dialect, findings, rules::unknown_transaction_set, place, text);
    throw sdk::Failure::permanent(dialect.code(rules::unknown_transaction_set), text, request.source_offset);
}

}  // namespace

void decode(const Catalog& catalog, const crossdock_decode_request& request, const DecodeSettings& settings,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const Dialect& dialect = catalog.dialect();
    const Transaction* transaction = catalog.find(sdk::text(request.type), settings.guides);
    if (transaction == nullptr) refuse_type(dialect, request, settings.type_element, findings);
    const std::string_view source = sdk::text(request.source);
    FindingLimit limit(findings);
    DecodeContext context{*transaction,
                          settings.delimiters,
                          source.data(),
                          request.source_offset,
                          tape,
                          limit.table(),
                          settings.levels,
                          *settings.characters,
                          request.first_segment == 0 ? 1 : request.first_segment};
    tape.names = transaction->name_views.data();
    tape.name_count = static_cast<std::uint32_t>(transaction->name_views.size());
    tape.names_id = transaction->names_id;

    const std::string_view first_tag =
        transaction->is_lone_segment ? std::string_view(transaction->set) : dialect.header;
    LoopWalker walker(context);
    ElementReader elements(context, walker);
    ControlCheck controls(context);
    HierarchyCheck hierarchy(context);
    std::optional<GuideCheck> guide;
    if (transaction->guide != nullptr && (settings.levels & partner_guide) != 0)
        guide.emplace(*transaction, context.delimiters, context.characters, settings.levels,
                      [&](const GuideBreach& breach) { report_breach(context, walker, breach); });
    SegmentScanner scanner(source, context.delimiters, dialect.binary);
    ScannedSegment segment;
    while (scanner.next(segment)) {
        ++context.transaction_segment;
        if (context.transaction_segment == 1 && segment.tag() != first_tag)
            throw sdk::Failure::permanent(dialect.code("not-a-transaction"),
                                          fmt::format("a transaction begins with {}; this one does not", first_tag),
                                          request.source_offset);
        const std::uint16_t index = transaction->release->tags->find(segment.tag());
        if (index == none) {
            report_unknown_segment(context, segment);
            continue;
        }
        const std::uint16_t node = walker.place(index, segment, ElementReader::room(segment, context.delimiters) + 2);
        if (node == 0) {
            elements.read(segment, index, false);
        } else {
            const Node& placed = transaction->nodes[node];
            context.group(CROSSDOCK_TAPE_BEGIN, placed.name, placed.max > 1, segment.begin);
            elements.read(segment, index, true);
            context.group(CROSSDOCK_TAPE_END, placed.name, false, segment.end);
        }
        controls.segment(index, node, segment);
        hierarchy.segment(index, segment);
        if (guide) guide->segment(index, node, segment);
    }
    if (context.transaction_segment == 0)
        throw sdk::Failure::permanent(
            dialect.code("not-a-transaction"),
            fmt::format("the slice is empty; {} to {} would be right", dialect.header, dialect.trailer),
            request.source_offset);
    walker.finish(source.data() + source.size());
    hierarchy.finish();
    if (guide) guide->finish();
    FindingPlace place;
    place.segment = context.first_segment;
    place.transaction_segment = 1;
    place.offset = request.source_offset;
    place.tag = first_tag;
    limit.finish(dialect, place);
}

}  // namespace crossdock::edi
