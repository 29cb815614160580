// Formats: types, encode, assemble, acknowledge, trailers.
#include "checks_format_writing.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "format_session.hpp"

namespace crossdock::sdk::validator {

namespace {

using testing::OutputBuffer;
using testing::RecordedSlice;
using testing::RecordedSplit;
using testing::TapeBuffer;
using testing::TapeBuilder;

constexpr std::uint64_t no_limit = 1u << 28u;

Answer encode(const FormatSession& format, const crossdock_tape_view& document, std::string_view type,
              OutputBuffer& into) {
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = view(type);
    request.document = &document;
    crossdock_error error = empty_error();
    const crossdock_status status = format.table().encode(format.self(), &request, &into.output(), &error);
    return {status, status == CROSSDOCK_OK ? ErrorCopy{} : ErrorCopy::of(&error)};
}

Answer assemble(const FormatSession& format, const std::vector<crossdock_encoded_view>& transactions,
                OutputBuffer& into) {
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.sender = {view("ZZ"), view("CROSSDOCK")};
    request.receiver = {view("ZZ"), view("NORTHWIND")};
    request.time_ms = 1'767'346'200'000;
    request.transactions = transactions.data();
    request.transaction_count = transactions.size();
    request.transaction_size = sizeof(crossdock_encoded_view);
    crossdock_error error = empty_error();
    const crossdock_status status = format.table().assemble(format.self(), &request, &into.output(), &error);
    return {status, status == CROSSDOCK_OK ? ErrorCopy{} : ErrorCopy::of(&error)};
}

void slots_can_be_filled(const OutputBuffer& output, const std::string& what, Report& report) {
    const std::uint64_t size = output.bytes().size();
    std::uint64_t at = 0;
    std::array<std::uint32_t, 4> next_ordinals{};  // by kind
    for (const crossdock_slot& slot : output.slots()) {
        const bool inside = slot.offset >= at && slot.offset <= size && slot.size <= size - slot.offset;
        const bool known = slot.kind >= CROSSDOCK_SLOT_INTERCHANGE && slot.kind <= CROSSDOCK_SLOT_TRANSACTION;
        if (!report.expect(inside, "slots of " + what + " lie in it, in order", "at " + std::to_string(slot.offset)) ||
            !report.expect(known, "slots of " + what + " are of a known kind", std::to_string(slot.kind)) ||
            !report.expect(slot.width >= 1 && slot.width <= 14, "slots of " + what + " are 1 to 14 digits wide",
                           std::to_string(slot.width)) ||
            !report.expect(slot.ordinal <= next_ordinals[slot.kind],
                           "ordinals of slots of " + what + " begin at 0 and leave none out",
                           std::to_string(slot.ordinal)))
            return;
        at = slot.offset + slot.size;
        if (slot.ordinal == next_ordinals[slot.kind]) ++next_ordinals[slot.kind];
    }
}

using EachDocument = std::function<void(const crossdock_tape_view&, std::string_view type, const std::string& what)>;

// The documents decoded from the samples, and some that fit no type.
void each_document(const FormatSession& format, const Options& options, const EachDocument& look) {
    for (const Sample& sample : format.own_samples(options)) {
        RecordedSplit split;
        static_cast<void>(testing::split_all(format.table(), format.self(), sample.bytes, 1u << 20u, split));
        for (const RecordedSlice& slice : split.all<RecordedSlice>()) {
            TapeBuffer tape;
            if (!format.decode(sample.bytes, split, &slice, tape).answer.ok()) continue;
            const auto payload = std::string_view(sample.bytes).substr(slice.offset, slice.size);
            look(tape.view(payload), slice.type, "a document of " + sample.name);
        }
    }
    TapeBuilder nothing;
    look(nothing.view(), "", "an empty document");
    TapeBuilder deep;
    for (int level = 0; level < 500; ++level) deep.begin("level");
    for (int level = 0; level < 500; ++level) deep.end();
    look(deep.view(), "no/such/type", "a deep document");
    TapeBuilder strange;
    strange.begin("").value(
        "a\xFF"
        "b",
        std::string_view("\0\x01\xC3\x28~*'<&\"", 10));
    strange.number("n", "not a number").value("", "").end();
    look(strange.view(), "", "a document with every special character");
}

void each_limit(std::size_t whole, const std::function<void(std::uint64_t)>& look) {
    const std::size_t step = whole / 20 + 1;
    for (std::size_t limit = 0; limit < whole; limit += step) look(limit);
}

}  // namespace

void types_described(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    const crossdock_format& table = format.table();
    OutputBuffer list;
    crossdock_error error = empty_error();
    const crossdock_status listed = table.types(format.self(), &list.output(), &error);
    if (!report.expect_status("types", {listed, ErrorCopy::of(&error)}, CROSSDOCK_OK)) return;
    std::string_view rest = list.bytes();
    while (!rest.empty()) {
        const std::string_view type = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), type.size() + 1));
        if (type.empty()) continue;
        OutputBuffer schema;
        const crossdock_status status = table.describe(format.self(), view(type), &schema.output(), &error);
        report.expect_status("describe of " + std::string(type), {status, ErrorCopy::of(&error)}, CROSSDOCK_OK);
        report.expect(schema.bytes().starts_with("{"), "the description of " + std::string(type) + " is a JSON Schema",
                      std::string(schema.bytes().substr(0, 20)));
    }
    OutputBuffer schema;
    const crossdock_status unknown = table.describe(format.self(), view("no/such/type"), &schema.output(), &error);
    report.expect_status("describe of an unknown type", {unknown, ErrorCopy::of(&error)}, CROSSDOCK_NOT_FOUND);
}

void encodes(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    OutputBuffer empty;
    report.expect_decided("assemble of nothing", assemble(format, {}, empty));
    each_document(
        format, subject.options,
        [&](const crossdock_tape_view& document, std::string_view type, const std::string& what) {
            OutputBuffer output;
            const Answer answer = encode(format, document, type, output);
            if (!report.expect_decided("encode of " + what, answer) || !answer.ok()) return;
            slots_can_be_filled(output, "an encoded document", report);
            const std::vector<crossdock_slot> slots = output.slots();
            const crossdock_encoded_view encoded{sizeof encoded, 0,           view(type), bytes_view(output.bytes()),
                                                 slots.data(),   slots.size()};
            OutputBuffer payload;
            report.expect_decided("assemble of " + what + " twice", assemble(format, {encoded, encoded}, payload));
            slots_can_be_filled(payload, "an assembled payload", report);
        });
}

void output_limit(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    each_document(format, subject.options,
                  [&](const crossdock_tape_view& document, std::string_view type, const std::string& what) {
                      OutputBuffer output(no_limit);
                      if (!encode(format, document, type, output).ok()) return;
                      each_limit(output.bytes().size(), [&](std::uint64_t limit) {
                          OutputBuffer small(limit);
                          const Answer answer = encode(format, document, type, small);
                          report.expect(!answer.ok(), "encode of " + what + " into too small an output fails", "OK");
                          report.expect_decided("encode of " + what + " into too small an output", answer);
                      });
                      const std::vector<crossdock_slot> slots = output.slots();
                      const crossdock_encoded_view encoded{
                          sizeof encoded, 0, view(type), bytes_view(output.bytes()), slots.data(), slots.size()};
                      OutputBuffer payload(no_limit);
                      if (!assemble(format, {encoded}, payload).ok()) return;
                      each_limit(payload.bytes().size(), [&](std::uint64_t limit) {
                          OutputBuffer small(limit);
                          const Answer answer = assemble(format, {encoded}, small);
                          report.expect(!answer.ok(), "assemble into too small an output fails", "OK");
                          report.expect_decided("assemble into too small an output", answer);
                      });
                  });
}

void acknowledges(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    bool supported = false;
    for (const Sample& sample : format.own_samples(subject.options)) {
        RecordedSplit split;
        static_cast<void>(testing::split_all(format.table(), format.self(), sample.bytes, 1u << 20u, split));
        crossdock_group_report group{};
        group.struct_size = sizeof group;
        group.decision = CROSSDOCK_DECISION_ACCEPTED;
        const auto envelopes = split.all<testing::RecordedEnvelope>();
        group.interchange = envelopes.empty() ? testing::RecordedEnvelope().view() : envelopes.front().view();
        group.group = envelopes.empty() ? group.interchange : envelopes.back().view();
        group.group_end.struct_size = sizeof group.group_end;
        const auto slices = split.all<RecordedSlice>();
        std::vector<crossdock_transaction_report> transactions;
        transactions.reserve(slices.size());
        for (const RecordedSlice& slice : slices)
            transactions.push_back({sizeof(crossdock_transaction_report), CROSSDOCK_DECISION_ACCEPTED,
                                    view(slice.message_code), view(slice.control_number), nullptr, 0,
                                    sizeof(crossdock_finding)});
        group.transactions = transactions.data();
        group.transaction_count = transactions.size();
        group.finding_size = sizeof(crossdock_finding);
        group.transaction_size = sizeof(crossdock_transaction_report);
        TapeBuffer tape;
        OutputBuffer type;
        crossdock_error error = empty_error();
        const crossdock_status status =
            format.table().acknowledge(format.self(), &group, &tape.writer(), &type.output(), &error);
        if (status == CROSSDOCK_NOT_SUPPORTED) continue;
        supported = true;
        if (!report.expect_decided("acknowledge", {status, ErrorCopy::of(&error)}) || status != CROSSDOCK_OK) continue;
        report.expect(!type.bytes().empty(), "the acknowledgement's type is written", "nothing");
        for (const std::string& fault : tape.faults({})) report.problem("a tape that is well formed", fault);
    }
    if (!supported) report.not_applicable("the format has no acknowledgements");
}

// A transaction is taken out of its interchange: the headers and its bytes as they came, and what the format says ends
// them. Split again, that is one whole transaction.
void ends_interchanges(Subject& subject, Report& report) {
    const FormatSession format(subject, report);
    if (!format.ready()) return;
    const crossdock_format& table = format.table();
    bool supported = false;
    for (const Sample& sample : format.own_samples(subject.options)) {
        if (table.struct_size < sizeof table || table.trailers == nullptr) break;
        RecordedSplit split;
        if (!testing::split_all(table, format.self(), sample.bytes, 1u << 20u, split).ok()) continue;
        const auto envelopes = split.all<testing::RecordedEnvelope>();
        const auto slices = split.all<RecordedSlice>();
        if (envelopes.empty() || slices.empty() || !slices.front().complete) continue;
        const bool in_group = envelopes.size() > 1 && envelopes[1].level == CROSSDOCK_ENVELOPE_GROUP &&
                              envelopes[1].offset < slices.front().offset;
        const crossdock_envelope interchange = envelopes.front().view();
        const crossdock_envelope group = envelopes[in_group ? 1 : 0].view();
        OutputBuffer output;
        crossdock_error error = empty_error();
        const crossdock_status status =
            table.trailers(format.self(), &interchange, in_group ? &group : nullptr, 1, &output.output(), &error);
        if (status == CROSSDOCK_NOT_SUPPORTED) continue;
        supported = true;
        if (!report.expect_decided("trailers", {status, ErrorCopy::of(&error)}) || status != CROSSDOCK_OK) continue;
        const std::string taken(sample.bytes.substr(
            envelopes.front().offset, slices.front().offset + slices.front().size - envelopes.front().offset));
        RecordedSplit again;
        static_cast<void>(
            testing::split_all(table, format.self(), taken + std::string(output.bytes()), 1u << 20u, again));
        const auto ends = again.all<crossdock_envelope_end>();
        const bool whole =
            !ends.empty() && std::all_of(ends.begin(), ends.end(), [](const crossdock_envelope_end& end) {
                return end.complete != 0 && end.counted == 1 && end.declared == 1;
            });
        report.expect(whole && again.all<RecordedSlice>().size() == 1,
                      "a transaction with its headers and trailers is an interchange", again.to_text());
    }
    if (!supported) report.not_applicable("the format has no envelopes");
}

}  // namespace crossdock::sdk::validator
