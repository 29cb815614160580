#include "host/commands/edi/finding_text.hpp"

#include <fmt/format.h>

#include "host/commands/edi/paint.hpp"
#include "host/document/json_text.hpp"

namespace crossdock::commands::edi {

namespace {

std::string_view scope_name(plugins::Scope scope) {
    switch (scope) {
        case plugins::Scope::interchange: return "interchange";
        case plugins::Scope::group: return "group";
        case plugins::Scope::transaction: return "transaction";
        case plugins::Scope::segment: return "segment";
        case plugins::Scope::element: return "element";
    }
    return "";
}

std::string or_null(std::string_view text) { return text.empty() ? "null" : json_text(text); }
std::string or_null(std::uint64_t number, std::uint64_t unknown) {
    return number == unknown ? "null" : fmt::format("{}", number);
}
std::string control_of(const plugins::Envelope* envelope) {
    return envelope == nullptr ? "null" : or_null(envelope->control_number);
}

}  // namespace

std::string_view expected_by(const plugins::Finding& finding) {
    constexpr std::string_view ending = " would be right";
    const std::string_view text = finding.text;
    const std::size_t end = text.rfind(ending);
    if (end == std::string_view::npos) return {};
    const std::size_t begin = text.rfind("; ", end);
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin + 2, end - begin - 2);
}

std::string finding_line(const plugins::Finding& finding, const FoundIn& in) {
    std::string place;
    const auto add = [&](const std::string& what) { place += (place.empty() ? "" : ", ") + what; };
    if (finding.segment != 0) add(fmt::format("segment {}", finding.segment));
    if (!finding.tag.empty()) {
        std::string label = on_one_line(finding.tag);
        if (finding.element != 0) label += fmt::format("{:02}", finding.element);
        if (finding.component != 0) label += fmt::format("-{}", finding.component);
        add(label);
    }
    if (finding.offset != UINT64_MAX) add(fmt::format("byte {}", finding.offset));
    return fmt::format("{}{}{}{}: {} ({})", in.file == nullptr ? "" : *in.file + ": ", place, place.empty() ? "" : ": ",
                       name_of(finding.severity), on_one_line(finding.text, 2000), finding.code);
}

std::string finding_json(const plugins::Finding& finding, const FoundIn& in) {
    const plugins::Slice* const transaction = in.transaction;
    return fmt::format(
        R"({{"id":{},"severity":{},"scope":{},"file":{},"interchange":{},"group":{},"transaction":{},"type":{},)"
        R"("segment":{},"transaction_segment":{},"tag":{},"element":{},"component":{},"repetition":{},)"
        R"("element_reference":{},"loop":{},"path":{},"offset":{},"size":{},"value":{},"expected":{},"text":{},)"
        R"("acknowledgement_code":{}}})",
        json_text(finding.code), json_text(name_of(finding.severity)), json_text(scope_name(finding.scope)),
        in.file == nullptr ? "null" : json_text(*in.file), control_of(in.interchange), control_of(in.group),
        transaction == nullptr ? "null" : or_null(transaction->control_number),
        transaction == nullptr ? "null" : or_null(transaction->type), or_null(finding.segment, 0),
        or_null(finding.transaction_segment, 0), or_null(finding.tag), or_null(finding.element, 0),
        or_null(finding.component, 0), or_null(finding.repetition, 0), or_null(finding.element_reference),
        or_null(finding.loop), or_null(finding.path), or_null(finding.offset, UINT64_MAX), finding.size,
        or_null(finding.value), or_null(expected_by(finding)), json_text(finding.text), or_null(finding.standard_code));
}

}  // namespace crossdock::commands::edi
