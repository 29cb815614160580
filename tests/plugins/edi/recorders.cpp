// Records what the EDI engine reports.
#include "tests/plugins/edi/recorders.hpp"

#include "plugins/edi/splitter.hpp"
#include "tests/plugins/edi/memory.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <catch2/catch.hpp>

namespace edi_test {
namespace edi = crossdock::edi;
namespace sdk = crossdock::sdk;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    INFO("looked for: " << from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

Finding copied(const crossdock_finding& finding) {
    const auto text = [](crossdock_text_view view) { return std::string(sdk::text(view)); };
    return {finding.severity,
            finding.scope,
            finding.segment,
            finding.transaction_segment,
            finding.element,
            finding.component,
            finding.offset,
            text(finding.code),
            text(finding.text),
            text(finding.value),
            text(finding.path),
            text(finding.tag),
            text(finding.loop),
            text(finding.element_reference),
            text(finding.standard_code)};
}

crossdock_finding raw(const Finding& finding) {
    crossdock_finding result{};
    result.struct_size = sizeof result;
    result.severity = finding.severity;
    result.scope = finding.scope;
    result.transaction_segment = finding.transaction_segment;
    result.element = static_cast<std::uint16_t>(finding.element);
    result.component = static_cast<std::uint16_t>(finding.component);
    result.code = sdk::view(finding.code);
    result.value = sdk::view(finding.value);
    result.tag = sdk::view(finding.tag);
    result.loop = sdk::view(finding.loop);
    result.element_reference = sdk::view(finding.reference);
    result.standard_code = sdk::view(finding.standard_code);
    return result;
}

Split split(const edi::Dialect& dialect, const edi::EnvelopeSyntax& syntax, std::string_view payload,
            std::size_t piece_size, std::uint64_t segment_limit) {
    struct Recorder {
        Split split;
        std::string interchange_context;
        std::string group_context;
    } recorder;
    crossdock_split_events events{};
    events.struct_size = sizeof events;
    events.context = &recorder;
    events.envelope_begin = [](void* context, const crossdock_envelope* envelope) {
        auto& into = *static_cast<Recorder*>(context);
        const auto text = [](crossdock_text_view view) { return std::string(sdk::text(view)); };
        (envelope->level == CROSSDOCK_ENVELOPE_INTERCHANGE ? into.interchange_context : into.group_context) =
            text(envelope->context);
        into.split.envelopes.push_back(
            {envelope->level, envelope->test, envelope->acknowledgement_requested, text(envelope->sender.qualifier),
             text(envelope->sender.id), text(envelope->receiver.qualifier), text(envelope->receiver.id),
             text(envelope->control_number), text(envelope->version), text(envelope->functional_id),
             text(envelope->context), envelope->offset, envelope->segment});
        into.split.order += '<';
    };
    events.transaction = [](void* context, const crossdock_slice* slice) {
        auto& into = *static_cast<Recorder*>(context);
        const auto text = [](crossdock_text_view view) { return std::string(sdk::text(view)); };
        into.split.slices.push_back({slice->complete, slice->offset, slice->size, slice->first_segment,
                                     slice->segment_count, text(slice->type), text(slice->control_number),
                                     text(slice->message_code), into.interchange_context, into.group_context});
        into.split.order += 'T';
    };
    events.envelope_end = [](void* context, const crossdock_envelope_end* end) {
        auto& into = *static_cast<Recorder*>(context);
        into.split.ends.push_back({end->level, end->complete, end->counted, end->declared, end->offset});
        into.split.order += '>';
    };
    events.finding = [](void* context, const crossdock_finding* finding) {
        auto& into = *static_cast<Recorder*>(context);
        into.split.findings.push_back(copied(*finding));
        into.split.order += '!';
    };
    edi::Splitter splitter(dialect, syntax, events, segment_limit);
    const std::size_t step = piece_size == 0 ? std::max<std::size_t>(payload.size(), 1) : piece_size;
    for (std::size_t at = 0; at < payload.size(); at += step) {
        // A copy of each piece on its own, so that a sanitizer sees a read outside it.
        const std::vector<char> piece(
            payload.begin() + static_cast<std::ptrdiff_t>(at),
            payload.begin() + static_cast<std::ptrdiff_t>(std::min(at + step, payload.size())));
        splitter.feed({piece.data(), piece.size()});
    }
    splitter.close();
    return recorder.split;
}

Decoded decoded(Decode decode, const edi::Catalog& catalog, std::string_view payload, const Slice& slice,
                std::uint32_t levels) {
    Decoded result;
    Tape tape;
    crossdock_findings findings{};
    findings.struct_size = sizeof findings;
    findings.context = &result.findings;
    findings.report = [](void* context, const crossdock_finding* finding) {
        static_cast<std::vector<Finding>*>(context)->push_back(copied(*finding));
    };
    const std::vector<char> bytes(payload.begin() + static_cast<std::ptrdiff_t>(slice.offset),
                                  payload.begin() + static_cast<std::ptrdiff_t>(slice.offset + slice.size));
    const std::string_view source(bytes.data(), bytes.size());
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = slice.first_segment;
    request.source = sdk::bytes_view(source);
    request.source_offset = slice.offset;
    request.type = sdk::view(slice.type);
    request.interchange_context = sdk::view(slice.interchange_context);
    request.group_context = sdk::view(slice.group_context);
    try {
        decode(catalog, request, levels, tape.writer(), findings);
    } catch (const sdk::Failure& failure) {
        CHECK(tape.writer().event_count <= tape.writer().event_capacity);
        result.tape = "failed: " + failure.code();
        return result;
    }
    CHECK(tape.writer().event_count <= tape.writer().event_capacity);
    result.tape = tape.text(source);
    result.events.assign(tape.writer().events, tape.writer().events + tape.writer().event_count);
    return result;
}

std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> codes;
    codes.reserve(findings.size());
    for (const Finding& finding : findings) codes.push_back(finding.code);
    return codes;
}

const Finding& only(const std::vector<Finding>& findings, std::string_view code) {
    CAPTURE(codes(findings));
    REQUIRE(findings.size() == 1);
    REQUIRE(findings[0].code == code);
    return findings[0];
}

}  // namespace edi_test
