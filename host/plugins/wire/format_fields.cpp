#include "host/plugins/wire/format_fields.hpp"

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

void write(ByteWriter& out, const crossdock_party_view& party) {
    out.text(text_of(party.qualifier));
    out.text(text_of(party.id));
}

Party read_party(ByteReader& in) {
    Party party;
    party.qualifier = in.text();
    party.id = in.text();
    return party;
}

template <typename Enum>
Enum read_enum(ByteReader& in, std::uint32_t max, Enum otherwise) {
    const auto number = in.fixed<std::uint32_t>();
    return number >= 1 && number <= max ? static_cast<Enum>(number) : otherwise;
}

void write_findings(ByteWriter& out, const std::vector<Finding>& findings) {
    out.varint(findings.size());
    for (const Finding& finding : findings) crossdock::plugins::write(out, abi_view(finding));
}

std::vector<Finding> read_findings(ByteReader& in) {
    std::vector<Finding> findings(in.count(8));
    for (Finding& finding : findings) finding = read_finding(in);
    return findings;
}

}  // namespace

void write(ByteWriter& out, const crossdock_finding& given) {
    const crossdock_finding finding = sized_copy(&given);
    out.fixed(finding.severity);
    out.fixed(finding.scope);
    out.fixed(finding.segment);
    out.fixed(finding.transaction_segment);
    out.fixed(finding.element);
    out.fixed(finding.component);
    out.fixed(finding.repetition);
    out.fixed(finding.offset);
    out.fixed(finding.size);
    for (const auto& text : {finding.code, finding.text, finding.value, finding.path, finding.tag, finding.loop,
                             finding.element_reference, finding.standard_code})
        out.text(text_of(text));
}

Finding read_finding(ByteReader& in) {
    Finding finding;
    finding.severity = read_enum(in, 3, Severity::error);
    finding.scope = read_enum(in, 5, Scope::transaction);
    finding.segment = in.fixed<std::uint32_t>();
    finding.transaction_segment = in.fixed<std::uint32_t>();
    finding.element = in.fixed<std::uint16_t>();
    finding.component = in.fixed<std::uint16_t>();
    finding.repetition = in.fixed<std::uint16_t>();
    finding.offset = in.fixed<std::uint64_t>();
    finding.size = in.fixed<std::uint64_t>();
    for (auto* text : {&finding.code, &finding.text, &finding.value, &finding.path, &finding.tag, &finding.loop,
                       &finding.element_reference, &finding.standard_code})
        *text = in.text();
    return finding;
}

crossdock_finding abi_view(const Finding& finding) {
    crossdock_finding made{};
    made.struct_size = sizeof made;
    made.severity = static_cast<crossdock_severity>(finding.severity);
    made.scope = static_cast<crossdock_scope>(finding.scope);
    made.segment = finding.segment;
    made.transaction_segment = finding.transaction_segment;
    made.element = finding.element;
    made.component = finding.component;
    made.repetition = finding.repetition;
    made.offset = finding.offset;
    made.size = finding.size;
    made.code = text_view(finding.code);
    made.text = text_view(finding.text);
    made.value = text_view(finding.value);
    made.path = text_view(finding.path);
    made.tag = text_view(finding.tag);
    made.loop = text_view(finding.loop);
    made.element_reference = text_view(finding.element_reference);
    made.standard_code = text_view(finding.standard_code);
    return made;
}

void write(ByteWriter& out, const crossdock_envelope& given) {
    const crossdock_envelope envelope = sized_copy(&given);
    out.fixed(envelope.level);
    out.fixed(envelope.test);
    out.fixed(envelope.acknowledgement_requested);
    write(out, envelope.sender);
    write(out, envelope.receiver);
    for (const auto& text : {envelope.control_number, envelope.version, envelope.functional_id, envelope.date,
                             envelope.time, envelope.context})
        out.text(text_of(text));
    out.fixed(envelope.offset);
    out.fixed(envelope.segment);
}

Envelope read_envelope(ByteReader& in) {
    Envelope envelope;
    envelope.level = read_enum(in, 2, EnvelopeLevel::interchange);
    envelope.test = in.fixed<std::uint32_t>() != 0;
    envelope.acknowledgement_requested = in.fixed<std::uint32_t>() != 0;
    envelope.sender = read_party(in);
    envelope.receiver = read_party(in);
    for (auto* text : {&envelope.control_number, &envelope.version, &envelope.functional_id, &envelope.date,
                       &envelope.time, &envelope.context})
        *text = in.text();
    envelope.offset = in.fixed<std::uint64_t>();
    envelope.segment = in.fixed<std::uint32_t>();
    return envelope;
}

crossdock_envelope abi_view(const Envelope& envelope) {
    crossdock_envelope made{};
    made.struct_size = sizeof made;
    made.level = static_cast<crossdock_envelope_level>(envelope.level);
    made.test = envelope.test ? 1U : 0U;
    made.acknowledgement_requested = envelope.acknowledgement_requested ? 1U : 0U;
    made.sender = abi_view(envelope.sender);
    made.receiver = abi_view(envelope.receiver);
    made.control_number = text_view(envelope.control_number);
    made.version = text_view(envelope.version);
    made.functional_id = text_view(envelope.functional_id);
    made.date = text_view(envelope.date);
    made.time = text_view(envelope.time);
    made.context = text_view(envelope.context);
    made.offset = envelope.offset;
    made.segment = envelope.segment;
    return made;
}

void write(ByteWriter& out, const crossdock_envelope_end& given) {
    const crossdock_envelope_end end = sized_copy(&given);
    out.fixed(end.level);
    out.fixed(end.complete);
    out.fixed(end.counted);
    out.fixed(end.declared);
    out.fixed(end.offset);
}

EnvelopeEnd read_envelope_end(ByteReader& in) {
    EnvelopeEnd end;
    end.level = read_enum(in, 2, EnvelopeLevel::interchange);
    end.complete = in.fixed<std::uint32_t>() != 0;
    end.counted = in.fixed<std::uint32_t>();
    end.declared = in.fixed<std::uint32_t>();
    end.offset = in.fixed<std::uint64_t>();
    return end;
}

crossdock_envelope_end abi_view(const EnvelopeEnd& end) {
    crossdock_envelope_end made{};
    made.struct_size = sizeof made;
    made.level = static_cast<crossdock_envelope_level>(end.level);
    made.complete = end.complete ? 1U : 0U;
    made.counted = end.counted;
    made.declared = end.declared;
    made.offset = end.offset;
    return made;
}

void write(ByteWriter& out, const crossdock_slice& given) {
    const crossdock_slice slice = sized_copy(&given);
    out.fixed(slice.complete);
    out.fixed(slice.offset);
    out.fixed(slice.size);
    out.fixed(slice.first_segment);
    out.fixed(slice.segment_count);
    for (const auto& text : {slice.type, slice.control_number, slice.message_code}) out.text(text_of(text));
}

Slice read_slice(ByteReader& in) {
    Slice slice;
    slice.complete = in.fixed<std::uint32_t>() != 0;
    slice.offset = in.fixed<std::uint64_t>();
    slice.size = in.fixed<std::uint64_t>();
    slice.first_segment = in.fixed<std::uint32_t>();
    slice.segment_count = in.fixed<std::uint32_t>();
    for (auto* text : {&slice.type, &slice.control_number, &slice.message_code}) *text = in.text();
    return slice;
}

std::vector<SplitEvent> read_events(ByteReader& in) {
    std::vector<SplitEvent> events;
    for (;;) {
        switch (static_cast<EventKind>(in.fixed<std::uint8_t>())) {
            case EventKind::envelope: events.emplace_back(read_envelope(in)); break;
            case EventKind::slice: events.emplace_back(read_slice(in)); break;
            case EventKind::envelope_end: events.emplace_back(read_envelope_end(in)); break;
            case EventKind::finding: events.emplace_back(read_finding(in)); break;
            case EventKind::end_of_events: return events;
            default: in.fail(); return events;
        }
    }
}

void write(ByteWriter& out, const FormatOptions& options) {
    out.varint(options.size());
    for (const auto& [name, value] : options) {
        out.text(name);
        out.text(value);
    }
}

FormatOptions read_options(ByteReader& in) {
    FormatOptions options(in.count(2));
    for (auto& [name, value] : options) {
        name = in.text();
        value = in.text();
    }
    return options;
}

void write(ByteWriter& out, const GroupReport& report) {
    out.fixed(static_cast<std::uint32_t>(report.level));
    out.fixed(static_cast<std::uint32_t>(report.decision));
    write(out, abi_view(report.interchange));
    write(out, abi_view(report.group));
    write(out, abi_view(report.group_end));
    write_findings(out, report.findings);
    out.varint(report.transactions.size());
    for (const TransactionReport& transaction : report.transactions) {
        out.fixed(static_cast<std::uint32_t>(transaction.decision));
        out.text(transaction.message_code);
        out.text(transaction.control_number);
        write_findings(out, transaction.findings);
    }
    out.varint(report.unlisted);
    write(out, report.options);
    out.varint(report.groups.size());
    for (const GroupReport& group : report.groups) write(out, group);
    write(out, abi_view(report.interchange_end));
}

GroupReport read_group_report(ByteReader& in) {
    GroupReport report;
    report.level = read_enum(in, 2, EnvelopeLevel::group);
    report.decision = read_enum(in, 3, Decision::rejected);
    report.interchange = read_envelope(in);
    report.group = read_envelope(in);
    report.group_end = read_envelope_end(in);
    report.findings = read_findings(in);
    report.transactions.resize(in.count(7));
    for (TransactionReport& transaction : report.transactions) {
        transaction.decision = read_enum(in, 3, Decision::rejected);
        transaction.message_code = in.text();
        transaction.control_number = in.text();
        transaction.findings = read_findings(in);
    }
    report.unlisted = in.varint();
    report.options = read_options(in);
    report.groups.resize(in.count(16));
    for (GroupReport& group : report.groups) group = read_group_report(in);
    report.interchange_end = read_envelope_end(in);
    return report;
}

void write_slots(ByteWriter& out, const crossdock_slot* slots, std::uint64_t count) {
    out.varint(count);
    for (std::uint64_t at = 0; at < count; ++at) {
        out.fixed(slots[at].kind);
        out.fixed(slots[at].ordinal);
        out.fixed(slots[at].size);
        out.fixed(slots[at].offset);
        out.fixed(slots[at].width);
    }
}

std::vector<Slot> read_slots(ByteReader& in) {
    std::vector<Slot> slots(in.count(24));
    for (Slot& slot : slots) {
        slot.kind = static_cast<SlotKind>(in.fixed<std::uint32_t>());
        slot.ordinal = in.fixed<std::uint32_t>();
        slot.size = in.fixed<std::uint32_t>();
        slot.offset = in.fixed<std::uint64_t>();
        slot.width = in.fixed<std::uint32_t>();
    }
    return slots;
}

crossdock_slot abi_view(const Slot& slot) {
    crossdock_slot made{};
    made.struct_size = sizeof made;
    made.kind = static_cast<crossdock_slot_kind>(slot.kind);
    made.ordinal = slot.ordinal;
    made.size = slot.size;
    made.offset = slot.offset;
    made.width = slot.width;
    return made;
}

crossdock_party_view abi_view(const Party& party) { return {text_view(party.qualifier), text_view(party.id)}; }

}  // namespace crossdock::plugins
