// What the x12 tests share.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/edi/splitter.hpp"
#include "plugins/x12/envelope_syntax.hpp"
#include "plugins/x12/transaction.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace x12_test {
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

const x12::Catalog& catalog() {
    static const x12::Catalog loaded =
        x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"});
    return loaded;
}

const std::vector<std::string>& order_segments() {
    static const std::vector<std::string> segments{
        "BEG*00*SA*NW-450012**20260301",
        "CUR*BY*USD",
        "REF*DP*018",
        "REF*IA*77120",
        "PER*BD*Dana Whitfield*TE*5550100200*EM*dana@northwind.example",
        "FOB*PP*OR*Harbor dock 4",
        "ITD*01*3*2*20260331*30*20260401*31",
        "DTM*002*20260310",
        "TD5*B*2*HBRX*M*Harbor Express",
        "N9*L1*SHIPPING NOTE",
        "MSG*Deliver between 8:00 and 12:00, call ahead.",
        "N1*ST*Northwind DC East*92*0417",
        "N3*1800 Canal Road*Dock 7",
        "N4*Columbus*OH*43085*US",
        "N1*BY*Northwind Retail*92*0001",
        "PO1*1*24*EA*8.75*PE*UP*012345678905*VN*HS-1001",
        "PID*F****Brass ball valve 1/2 in",
        "PO4*12*1*EA",
        "PO1*2*36*EA*14.2**UP*012345678912*VN*HS-2040",
        "PID*F****Copper elbow 3/4 in",
        "MEA*PD*LN*3.5*EA",
        "PO1*3*10*BX*121**VN*HS-9000",
        "PID*F****Sealant, case of 12",
        "SAC*A*C310***1500",
        "CTT*3*70",
    };
    return segments;
}

std::string transaction(const std::vector<std::string>& segments, const std::string& set, const std::string& control,
                        const Style& style) {
    std::string text = fmt::format("ST*{}*{}~", set, control);
    for (const std::string& segment : segments) text += segment + "~";
    text += fmt::format("SE*{}*{}~", segments.size() + 2, control);
    std::string styled;
    for (const char c : text) {
        if (c == '*')
            styled += style.element;
        else if (c == '>')
            styled += style.component;
        else if (c == '~')
            (styled += style.segment) += style.line_end;
        else
            styled += c;
    }
    return styled;
}

std::string interchange(const std::vector<std::string>& transactions, const std::string& functional_id,
                        const std::string& release, const Style& style) {
    std::string head =
        "ISA*00*          *00*          *ZZ*NORTHWINDBUYER *14*HARBORSUPPLY   *260301*0915*U*00401*"
        "000000101*0*P*>~" +
        fmt::format("GS*{}*NORTHWINDBUYER*HARBORSUPPLY*20260301*0915*7*X*{}~", functional_id, release);
    std::string tail = fmt::format("GE*{}*7~IEA*1*000000101~", transactions.size());
    const auto styled = [&](const std::string& text) {
        std::string result;
        for (const char c : text) {
            if (c == '*')
                result += style.element;
            else if (c == '>')
                result += style.component;
            else if (c == '~')
                (result += style.segment) += style.line_end;
            else
                result += c;
        }
        return result;
    };
    std::string text = styled(head);
    for (const std::string& each : transactions) text += each;
    return text + styled(tail);
}

std::string order() { return interchange({transaction(order_segments())}); }

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

Split split(std::string_view payload, std::size_t piece_size, std::uint64_t segment_limit) {
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
    const x12::X12Envelopes envelopes(catalog());
    x12::Splitter splitter(x12::dialect, envelopes, events, segment_limit);
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

Tape::Tape(std::uint64_t event_limit) {
    memory_.writer.struct_size = sizeof memory_.writer;
    memory_.writer.grow = &Tape::grow;
    memory_.limit = event_limit;
}

crossdock_status Tape::grow(crossdock_tape_writer* writer, std::uint64_t events, std::uint64_t text_bytes) {
    auto& memory = *reinterpret_cast<Memory*>(writer);
    if (writer->event_count + events > memory.limit) return CROSSDOCK_FAILED;
    memory.events.resize(std::max<std::uint64_t>(writer->event_count + events, memory.events.size() * 2));
    memory.text.resize(std::max<std::uint64_t>(writer->text_size + text_bytes, memory.text.size() * 2));
    writer->events = memory.events.data();
    writer->event_capacity = memory.events.size();
    writer->text = memory.text.data();
    writer->text_capacity = memory.text.size();
    return CROSSDOCK_OK;
}

crossdock_tape_view Tape::view(std::string_view source) const {
    const crossdock_tape_writer& writer = memory_.writer;
    crossdock_tape_view view{};
    view.struct_size = sizeof view;
    view.name_count = writer.name_count;
    view.events = writer.events;
    view.event_count = writer.event_count;
    view.text = {writer.text, writer.text_size};
    view.source = sdk::bytes_view(source);
    view.names = writer.names;
    view.names_id = writer.names_id;
    return view;
}

std::string Tape::text(std::string_view source) const {
    const crossdock_tape_view tape = view(source);
    std::string text;
    for (std::uint64_t at = 0; at < tape.event_count; ++at) {
        const crossdock_tape_event& event = tape.events[at];
        if (!text.empty()) text += ' ';
        const std::string_view name = sdk::text(tape.names[event.name]);
        if (event.kind == CROSSDOCK_TAPE_BEGIN)
            text.append(name).append("{");
        else if (event.kind == CROSSDOCK_TAPE_END)
            text += "}";
        else
            text.append(name).append("=").append(sdk::text(crossdock_tape_text(&tape, &event)));
    }
    return text;
}

Output::Output(std::uint64_t limit) {
    memory_.output.struct_size = sizeof memory_.output;
    memory_.output.grow = &Output::grow;
    memory_.limit = limit;
}

crossdock_status Output::grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots) {
    auto& memory = *reinterpret_cast<Memory*>(output);
    if (output->size + bytes > memory.limit) return CROSSDOCK_FAILED;
    memory.data.resize(std::max<std::uint64_t>(output->size + bytes, memory.data.size() * 2));
    memory.slots.resize(std::max<std::uint64_t>(output->slot_count + slots, memory.slots.size() * 2));
    output->data = memory.data.data();
    output->capacity = memory.data.size();
    output->slots = memory.slots.data();
    output->slot_capacity = memory.slots.size();
    return CROSSDOCK_OK;
}

std::string Output::bytes() const {
    return {reinterpret_cast<const char*>(memory_.output.data), static_cast<std::size_t>(memory_.output.size)};
}

std::vector<crossdock_slot> Output::slots() const {
    return {memory_.output.slots, memory_.output.slots + memory_.output.slot_count};
}

crossdock_encoded_view Output::encoded(std::string_view type) const {
    crossdock_encoded_view view{};
    view.struct_size = sizeof view;
    view.type = sdk::view(type);
    view.bytes = {memory_.output.data, memory_.output.size};
    view.slots = memory_.output.slots;
    view.slot_count = memory_.output.slot_count;
    return view;
}

Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels) {
    Decoded decoded;
    Tape tape;
    crossdock_findings findings{};
    findings.struct_size = sizeof findings;
    findings.context = &decoded.findings;
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
        x12::decode(catalog(), request, levels, tape.writer(), findings);
    } catch (const sdk::Failure& failure) {
        decoded.tape = "failed: " + failure.code();
        return decoded;
    }
    decoded.tape = tape.text(source);
    return decoded;
}

Decoded decode_order(const std::vector<std::string>& segments, const std::string& set, std::uint32_t levels) {
    const x12::Transaction* const known = catalog().find("x12/004010/" + set);
    const std::string payload =
        interchange({transaction(segments, set)}, known == nullptr ? "PO" : known->functional_id);
    const Split found = split(payload);
    REQUIRE(found.slices.size() == 1);
    REQUIRE(found.findings.empty());
    return decode(payload, found.slices[0], levels);
}

Options::Options(std::initializer_list<std::pair<std::string_view, std::string_view>> items) {
    for (const auto& [name, value] : items) items_.push_back(sdk::header(name, value));
    options_.struct_size = sizeof options_;
    options_.items = items_.data();
    options_.count = items_.size();
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

}  // namespace x12_test
