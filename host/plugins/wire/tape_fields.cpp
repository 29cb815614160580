#include "host/plugins/wire/tape_fields.hpp"

#include <algorithm>

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

void write_names(ByteWriter& out, const crossdock_text_view* names, std::uint32_t count) {
    out.varint(count);
    for (std::uint32_t at = 0; at < count; ++at) out.text(text_of(names[at]));
}

std::vector<crossdock_finding> abi_views(const std::vector<Finding>& findings) {
    std::vector<crossdock_finding> views;
    views.reserve(findings.size());
    for (const Finding& finding : findings) views.push_back(abi_view(finding));
    return views;
}

}  // namespace

void write_known_lists(ByteWriter& out, std::uint64_t generation, const KnownLists& known) {
    out.varint(generation);
    out.varint(known.size());
    for (const std::uint64_t id : known) out.fixed(id);
}

KnownLists read_known_lists(ByteReader& in, std::uint64_t generation) {
    const bool same = in.varint() == generation;
    KnownLists known(in.count(8));
    for (std::uint64_t& id : known) id = in.fixed<std::uint64_t>();
    if (!same) known.clear();
    return known;
}

void write_tape(ByteWriter& out, const crossdock_tape_writer& tape, const KnownLists& known) {
    out.varint(tape.event_count);
    out.varint(tape.text_size);
    out.fixed(tape.names_id);
    const bool is_known = tape.names_id != 0 && std::find(known.begin(), known.end(), tape.names_id) != known.end();
    out.fixed<std::uint8_t>(is_known ? 0 : 1);
    if (!is_known) write_names(out, tape.names, tape.names == nullptr ? 0 : tape.name_count);
}

void write_tape(ByteWriter& out, const crossdock_tape_view& tape) {
    out.varint(tape.event_count);
    out.varint(tape.text.size);
    out.fixed(tape.names_id);
    out.fixed<std::uint8_t>(1);
    write_names(out, tape.names, tape.name_count);
}

TapeFields read_tape_fields(ByteReader& in) {
    TapeFields fields;
    fields.event_count = in.varint();
    fields.text_size = in.varint();
    fields.names_id = in.fixed<std::uint64_t>();
    fields.has_names = in.fixed<std::uint8_t>() != 0;
    if (!fields.has_names) return fields;
    fields.names.resize(in.count(1));
    for (crossdock_text_view& name : fields.names) name = text_view(in.text());
    return fields;
}

TapeReader::TapeReader(std::string_view events, std::string_view text) : text_(text) {
    const std::size_t count = events.size() / sizeof(crossdock_tape_event);
    const void* data = events.data();
    if (reinterpret_cast<std::uintptr_t>(data) % alignof(crossdock_tape_event) == 0) {
        events_ = {static_cast<const crossdock_tape_event*>(data), count};
        return;
    }
    copied_.resize(count);
    std::memcpy(copied_.data(), data, count * sizeof(crossdock_tape_event));
    events_ = copied_;
}

TapeReader::TapeReader(std::span<const bus::Part> parts)
    : TapeReader(parts.size() < 2 ? std::string_view() : bus::view(parts[0]),
                 parts.size() < 2 ? std::string_view() : bus::view(parts[1])) {}

const crossdock_tape_view* TapeReader::next(ByteReader& in) {
    fields_ = read_tape_fields(in);
    return in.failed() ? nullptr : next(fields_, fields_.names);
}

const crossdock_tape_view* TapeReader::next(const TapeFields& fields, std::span<const crossdock_text_view> names) {
    if (fields.event_count > events_.size() || fields.text_size > text_.size()) return nullptr;
    view_ = {};
    view_.struct_size = sizeof view_;
    view_.name_count = static_cast<std::uint32_t>(names.size());
    view_.names = names.data();
    view_.names_id = fields.names_id;
    view_.events = events_.data();
    view_.event_count = fields.event_count;
    view_.text = text_view(text_.substr(0, fields.text_size));
    events_ = events_.subspan(fields.event_count);
    text_.remove_prefix(fields.text_size);
    return &view_;
}

void write(ByteWriter& out, const DecodeFields& fields) {
    out.varint(fields.part);
    out.varint(fields.offset);
    out.varint(fields.size);
    out.varint(fields.source_offset);
    out.varint(fields.first_segment);
    out.text(fields.type);
    out.text(fields.interchange_context);
    out.text(fields.group_context);
}

DecodeFields read_decode_fields(ByteReader& in) {
    DecodeFields fields;
    fields.part = in.varint();
    fields.offset = in.varint();
    fields.size = in.varint();
    fields.source_offset = in.varint();
    fields.first_segment = static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX));
    fields.type = in.text();
    fields.interchange_context = in.text();
    fields.group_context = in.text();
    return fields;
}

std::string write_assemble(ByteWriter& out, const AssembleRequest& request) {
    std::string bytes;
    out.fixed<std::uint8_t>(request.test ? 1 : 0);
    for (const auto* text : {&request.sender.qualifier, &request.sender.id, &request.receiver.qualifier,
                             &request.receiver.id, &request.group_sender, &request.group_receiver})
        out.text(*text);
    out.fixed(static_cast<std::uint64_t>(request.time_ms));
    write(out, request.options);
    out.varint(request.transactions.size());
    for (const Encoded& transaction : request.transactions) {
        out.text(transaction.type);
        out.varint(transaction.bytes.size());
        std::vector<crossdock_slot> slots;
        for (const Slot& slot : transaction.slots) slots.push_back(abi_view(slot));
        write_slots(out, slots.data(), slots.size());
        bytes += transaction.bytes;
    }
    return bytes;
}

AssembleFields read_assemble(ByteReader& in, std::string_view bytes) {
    AssembleFields fields;
    crossdock_assemble_request& request = fields.request;
    request.struct_size = sizeof request;
    request.test = in.fixed<std::uint8_t>();
    for (auto* text : {&request.sender.qualifier, &request.sender.id, &request.receiver.qualifier, &request.receiver.id,
                       &request.group_sender, &request.group_receiver})
        *text = text_view(in.text());
    request.time_ms = static_cast<std::int64_t>(in.fixed<std::uint64_t>());
    fields.options = read_options(in);
    const std::size_t count = in.count(3);
    for (std::size_t at = 0; at < count; ++at) {
        crossdock_encoded_view transaction{};
        transaction.struct_size = sizeof transaction;
        transaction.type = text_view(in.text());
        const std::uint64_t size = in.varint_up_to(bytes.size());
        transaction.bytes = bytes_view(bytes.substr(0, size));
        bytes.remove_prefix(size);
        auto& slots = fields.slots.emplace_back();
        for (const Slot& slot : read_slots(in)) slots.push_back(abi_view(slot));
        transaction.slots = slots.data();
        transaction.slot_count = slots.size();
        fields.transactions.push_back(transaction);
    }
    request.transactions = fields.transactions.data();
    request.transaction_count = fields.transactions.size();
    request.transaction_size = sizeof(crossdock_encoded_view);
    return fields;
}

GroupReportView::GroupReportView(const GroupReport& report) : findings_(abi_views(report.findings)) {
    transaction_findings_.reserve(report.transactions.size());
    for (const TransactionReport& transaction : report.transactions) {
        const auto& findings = transaction_findings_.emplace_back(abi_views(transaction.findings));
        crossdock_transaction_report made{};
        made.struct_size = sizeof made;
        made.decision = static_cast<crossdock_decision>(transaction.decision);
        made.message_code = text_view(transaction.message_code);
        made.control_number = text_view(transaction.control_number);
        made.findings = findings.data();
        made.finding_count = findings.size();
        made.finding_size = sizeof(crossdock_finding);
        transactions_.push_back(made);
    }
    table_.struct_size = sizeof table_;
    table_.decision = static_cast<crossdock_decision>(report.decision);
    table_.interchange = abi_view(report.interchange);
    table_.group = abi_view(report.group);
    table_.group_end = abi_view(report.group_end);
    table_.findings = findings_.data();
    table_.finding_count = findings_.size();
    table_.finding_size = sizeof(crossdock_finding);
    table_.transactions = transactions_.data();
    table_.transaction_count = transactions_.size();
    table_.transaction_size = sizeof(crossdock_transaction_report);
    table_.unlisted_count = report.unlisted;
    for (const auto& [name, value] : report.options) options_.push_back({text_view(name), text_view(value)});
    options_table_.struct_size = sizeof options_table_;
    options_table_.items = options_.data();
    options_table_.count = options_.size();
    table_.options = &options_table_;
    table_.level = static_cast<crossdock_envelope_level>(report.level);
    for (const GroupReport& group : report.groups)
        group_tables_.push_back(groups_.emplace_back(std::make_unique<GroupReportView>(group))->table());
    table_.groups = group_tables_.data();
    table_.group_count = group_tables_.size();
    table_.group_size = sizeof(crossdock_group_report);
    table_.interchange_end = abi_view(report.interchange_end);
}

}  // namespace crossdock::plugins
