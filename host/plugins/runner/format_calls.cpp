#include "host/plugins/runner/format_calls.hpp"

#include <algorithm>

#include "host/plugins/runner/guarded_call.hpp"
#include "host/plugins/wire/tape_fields.hpp"

namespace crossdock::plugins {

namespace {

// Options as the ABI wants them; borrows from the list it was made of.
class OptionsView {
public:
    explicit OptionsView(const FormatOptions& options) {
        for (const auto& [name, value] : options) items_.push_back({text_view(name), text_view(value)});
        table_.struct_size = sizeof table_;
        table_.items = items_.data();
        table_.count = items_.size();
    }
    [[nodiscard]] const crossdock_format_options& table() const { return table_; }

private:
    std::vector<crossdock_header_view> items_;
    crossdock_format_options table_{};
};

bus::Part part_of(const GrowingBytes& bytes, std::size_t size) {
    const auto block = bytes.share();
    return bus::shared_part({block->bytes.get(), size}, block);
}

void write_status(ByteWriter& out, crossdock_status status, const crossdock_error& error) {
    out.fixed(static_cast<std::uint32_t>(status));
    if (status != CROSSDOCK_OK) write(out, error_of(status, error));
}

// A call that writes into `memory`. FAILED when it says that it wrote more than there is: what is behind the memory is
// not read.
template <typename Memory, typename Call>
crossdock_status writing_call(std::string_view function, const Memory& memory, crossdock_error& error, Call&& call) {
    const crossdock_status status = guarded_call(function, error, std::forward<Call>(call));
    if (status != CROSSDOCK_OK || !memory.overran()) return status;
    to_abi(Error{"plugin.overran", ErrorClass::needs_person,
                 fmt::format("the plugin says that `{}` wrote more than it had room for; it must call `grow` first. "
                             "This is a fault of the plugin, whatever it was given",
                             function)},
           &error);
    return CROSSDOCK_FAILED;
}

crossdock_status malformed(crossdock_error& error) {
    to_abi(Error{"bus.bad-frame", ErrorClass::needs_person, "the request's frame is malformed"}, &error);
    return CROSSDOCK_FAILED;
}

}  // namespace

template <typename T>
void FormatCalls::EventSink::store(void* context, EventKind kind, const T& event) {
    ByteWriter* into = static_cast<EventSink*>(context)->out;
    if (into == nullptr) return;  // reported outside a call of ours, where the contract forbids it
    into->fixed(static_cast<std::uint8_t>(kind));
    write(*into, event);
}

FormatCalls::EventSink::EventSink() {
    table.struct_size = sizeof table;
    table.context = this;
    table.envelope_begin = [](void* context, const crossdock_envelope* envelope) {
        store(context, EventKind::envelope, *envelope);
    };
    table.transaction = [](void* context, const crossdock_slice* slice) { store(context, EventKind::slice, *slice); };
    table.envelope_end = [](void* context, const crossdock_envelope_end* end) {
        store(context, EventKind::envelope_end, *end);
    };
    table.finding = [](void* context, const crossdock_finding* finding) {
        store(context, EventKind::finding, *finding);
    };
}

void FormatCalls::finish(bus::Frame& answer, crossdock_status status, const crossdock_error& error) {
    answer.set_status(status);
    if (status == CROSSDOCK_OK) return;
    auto fields = answer.fields();
    write(fields, error_of(status, error));
}

std::optional<bus::Frame> FormatCalls::answer(bus::Received request) {
    bus::Frame answer(bus::FrameHead{request.head.op, 0, CROSSDOCK_OK, generation_, request.head.operation});
    ByteReader in = request.fields();
    const auto key = [&] { return StreamKey{request.route, in.varint()}; };
    switch (request.op<Op>()) {
        case Op::probe: probe(in, answer); break;
        case Op::types: types(answer); break;
        case Op::describe: describe(in, answer); break;
        case Op::split_open: split_open(key(), in, answer); break;
        case Op::split_feed:
            split_feed(key(), request.parts.empty() ? std::string_view{} : bus::view(request.parts[0]), answer);
            break;
        case Op::split_close: split_close(key(), answer); break;
        case Op::split_abandon: split_abandon(key()); return {};
        case Op::split_all: split_all(in, request.parts, answer); break;
        case Op::decode: decode(in, request.parts, answer); break;
        case Op::encode: encode(in, request.parts, answer); break;
        case Op::assemble: assemble(in, request.parts, answer); break;
        case Op::write: write_payload(in, request.parts, answer); break;
        case Op::acknowledge: acknowledge(in, answer); break;
        case Op::trailers: trailers(in, answer); break;
        default: return {};
    }
    return answer;
}

void FormatCalls::probe(ByteReader& in, bus::Frame& answer) {
    const auto head = in.text();
    const auto name = in.text();
    const auto content_type = in.text();
    crossdock_error error = empty_abi_error();
    std::uint32_t sure = 0;
    const auto status = guarded_call("probe", error, [&] {
        sure = format_.functions.probe(format_.self, bytes_view(head), text_view(name), text_view(content_type));
        return CROSSDOCK_OK;
    });
    if (status == CROSSDOCK_OK) answer.fields().fixed(std::min(sure, 100U));
    finish(answer, status, error);
}

void FormatCalls::types(bus::Frame& answer) {
    OutputMemory memory(pool_);
    crossdock_error error = empty_abi_error();
    crossdock_output* output = memory.begin();
    const auto status =
        writing_call("types", memory, error, [&] { return format_.functions.types(format_.self, output, &error); });
    if (status == CROSSDOCK_OK) answer.fields().text(text_of(crossdock_bytes_view{output->data, output->size}));
    finish(answer, status, error);
}

void FormatCalls::describe(ByteReader& in, bus::Frame& answer) {
    OutputMemory memory(pool_);
    crossdock_error error = empty_abi_error();
    const auto type = in.text();
    crossdock_output* output = memory.begin();
    const auto status = writing_call("describe", memory, error, [&] {
        return format_.functions.describe(format_.self, text_view(type), output, &error);
    });
    if (status == CROSSDOCK_OK) answer.fields().text(text_of(crossdock_bytes_view{output->data, output->size}));
    finish(answer, status, error);
}

void FormatCalls::split_open(const StreamKey& key, ByteReader& in, bus::Frame& answer) {
    const FormatOptions options = read_options(in);
    const OptionsView view(options);
    crossdock_error error = empty_abi_error();
    Split split{nullptr, std::make_unique<EventSink>()};
    auto out = answer.fields();
    split.sink->out = &out;
    const auto status = guarded_call("split_open", error, [&] {
        return format_.functions.split_open(format_.self, &split.sink->table, &view.table(), &split.state, &error);
    });
    split.sink->out = nullptr;
    out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
    if (status == CROSSDOCK_OK) splits_[key] = std::move(split);
    finish(answer, status, error);
}

void FormatCalls::split_feed(const StreamKey& key, std::string_view piece, bus::Frame& answer) {
    crossdock_error error = empty_abi_error();
    auto out = answer.fields();
    const auto found = splits_.find(key);
    if (found == splits_.end()) {
        out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
        return finish(answer, CROSSDOCK_BAD_STATE, error);
    }
    found->second.sink->out = &out;
    const auto status = guarded_call("split_feed", error, [&] {
        return format_.functions.split_feed(format_.self, found->second.state, bytes_view(piece), &error);
    });
    found->second.sink->out = nullptr;
    out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
    finish(answer, status, error);
}

void FormatCalls::split_close(const StreamKey& key, bus::Frame& answer) {
    crossdock_error error = empty_abi_error();
    auto out = answer.fields();
    const auto found = splits_.find(key);
    if (found == splits_.end()) {
        out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
        return finish(answer, CROSSDOCK_BAD_STATE, error);
    }
    found->second.sink->out = &out;
    const auto status = guarded_call(
        "split_close", error, [&] { return format_.functions.split_close(format_.self, found->second.state, &error); });
    out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
    if (status != CROSSDOCK_OK) abandon(found->second.state);
    splits_.erase(found);
    finish(answer, status, error);
}

void FormatCalls::split_abandon(const StreamKey& key) {
    const auto found = splits_.find(key);
    if (found == splits_.end()) return;
    abandon(found->second.state);
    splits_.erase(found);
}

void FormatCalls::abandon(void* split) {
    crossdock_error ignored = empty_abi_error();
    static_cast<void>(guarded_call("split_abandon", ignored, [&] {
        format_.functions.split_abandon(format_.self, split);
        return CROSSDOCK_OK;
    }));
}

void FormatCalls::abandon_splits() {
    while (!splits_.empty()) split_abandon(StreamKey(splits_.begin()->first));
}

crossdock_status FormatCalls::split_one(std::string_view payload, const crossdock_format_options& options,
                                        ByteWriter& out, crossdock_error& error) {
    EventSink sink;
    sink.out = &out;
    void* state = nullptr;
    const crossdock_format& format = format_.functions;
    crossdock_status status = guarded_call(
        "split_open", error, [&] { return format.split_open(format_.self, &sink.table, &options, &state, &error); });
    if (status != CROSSDOCK_OK) return status;
    status = guarded_call("split", error, [&] {
        const auto fed = format.split_feed(format_.self, state, bytes_view(payload), &error);
        return fed == CROSSDOCK_OK ? format.split_close(format_.self, state, &error) : fed;
    });
    if (status != CROSSDOCK_OK) abandon(state);
    return status;
}

void FormatCalls::split_all(ByteReader& in, const std::vector<bus::Part>& payloads, bus::Frame& answer) {
    const FormatOptions options = read_options(in);
    const OptionsView view(options);
    auto out = answer.fields();
    for (const bus::Part& payload : payloads) {
        crossdock_error error = empty_abi_error();
        const auto status = split_one(bus::view(payload), view.table(), out, error);
        out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
        write_status(out, status, error);
    }
}

void FormatCalls::decode(ByteReader& in, const std::vector<bus::Part>& payloads, bus::Frame& answer) {
    const auto known = read_known_lists(in, generation_);
    const FormatOptions options = read_options(in);
    const OptionsView view(options);
    TapeMemory memory(pool_);
    auto out = answer.fields();
    const std::size_t count = in.count(8);
    for (std::size_t item = 0; item < count; ++item) {
        const DecodeFields fields = read_decode_fields(in);
        crossdock_error error = empty_abi_error();
        struct Findings {
            ByteWriter* out;
        } findings_out{&out};
        crossdock_findings findings{sizeof findings, 0, &findings_out, nullptr};
        findings.report = [](void* context, const crossdock_finding* finding) {
            ByteWriter& into = *static_cast<Findings*>(context)->out;
            into.fixed(static_cast<std::uint8_t>(EventKind::finding));
            write(into, *finding);
        };
        crossdock_status status = malformed(error);
        crossdock_tape_writer* tape = memory.begin();
        const std::string_view payload =
            fields.part < payloads.size() ? bus::view(payloads[fields.part]) : std::string_view{};
        if (!in.failed() && fields.offset <= payload.size() && fields.size <= payload.size() - fields.offset) {
            error = empty_abi_error();
            crossdock_decode_request request{};
            request.struct_size = sizeof request;
            request.first_segment = fields.first_segment;
            request.source = bytes_view(payload.substr(fields.offset, fields.size));
            request.source_offset = fields.source_offset;
            request.type = text_view(fields.type);
            request.interchange_context = text_view(fields.interchange_context);
            request.group_context = text_view(fields.group_context);
            request.options = &view.table();
            status = writing_call("decode", memory, error, [&] {
                return format_.functions.decode(format_.self, &request, tape, &findings, &error);
            });
        }
        out.fixed(static_cast<std::uint8_t>(EventKind::end_of_events));
        write_status(out, status, error);
        if (status != CROSSDOCK_OK) continue;
        write_tape(out, *tape, known);
        memory.keep();
    }
    answer.add(part_of(memory.events(), memory.event_bytes()));
    answer.add(part_of(memory.text(), memory.text_bytes()));
}

crossdock_status FormatCalls::encode_one(std::string_view type, const crossdock_format_options& options,
                                         const crossdock_tape_view* tape, OutputMemory& memory,
                                         crossdock_error& error) {
    if (tape == nullptr) return malformed(error);
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = text_view(type);
    request.document = tape;
    request.options = &options;
    crossdock_output* output = memory.begin();
    return writing_call("encode", memory, error,
                        [&] { return format_.functions.encode(format_.self, &request, output, &error); });
}

void FormatCalls::encode(ByteReader& in, const std::vector<bus::Part>& tapes, bus::Frame& answer) {
    const auto type = in.text();
    const FormatOptions options = read_options(in);
    const OptionsView view(options);
    OutputMemory memory(pool_);
    auto out = answer.fields();
    TapeReader reader(tapes);
    const std::size_t count = in.count(4);
    for (std::size_t item = 0; item < count; ++item) {
        crossdock_error error = empty_abi_error();
        const auto status = encode_one(type, view.table(), reader.next(in), memory, error);
        write_status(out, status, error);
        if (status != CROSSDOCK_OK) continue;
        const crossdock_output& output = memory.output();
        out.varint(output.size);
        write_slots(out, output.slots, output.slot_count);
        memory.keep();
    }
    answer.add(part_of(memory.bytes(), memory.size()));
}

void FormatCalls::write_payload(ByteReader& in, const std::vector<bus::Part>& tapes, bus::Frame& answer) {
    struct Kept {
        std::size_t offset;
        std::size_t size;
        std::vector<crossdock_slot> slots;
    };
    const auto type = in.text();
    AssembleFields fields = read_assemble(in, {});
    const OptionsView view(fields.options);
    fields.request.options = &view.table();
    OutputMemory encoded(pool_);
    std::vector<Kept> kept;
    auto out = answer.fields();
    TapeReader reader(tapes);
    const std::size_t count = in.count(4);
    for (std::size_t item = 0; item < count; ++item) {
        crossdock_error error = empty_abi_error();
        const auto status = encode_one(type, view.table(), reader.next(in), encoded, error);
        write_status(out, status, error);
        if (status != CROSSDOCK_OK) continue;
        const crossdock_output& output = encoded.output();
        kept.push_back({encoded.size(), output.size, {output.slots, output.slots + output.slot_count}});
        encoded.keep();
    }
    if (kept.empty()) return;
    for (const Kept& each : kept) {
        crossdock_encoded_view& transaction = fields.transactions.emplace_back();
        transaction = {};
        transaction.struct_size = sizeof transaction;
        transaction.type = text_view(type);
        transaction.bytes =
            bytes_view(std::string_view(encoded.bytes().data(), encoded.size()).substr(each.offset, each.size));
        transaction.slots = each.slots.data();
        transaction.slot_count = each.slots.size();
    }
    fields.request.transactions = fields.transactions.data();
    fields.request.transaction_count = fields.transactions.size();
    crossdock_error error = empty_abi_error();
    OutputMemory assembled(pool_);
    crossdock_output* output = assembled.begin();
    const auto status = writing_call("assemble", assembled, error, [&] {
        return format_.functions.assemble(format_.self, &fields.request, output, &error);
    });
    if (status != CROSSDOCK_OK) {
        answer.drop_fields();
        return finish(answer, status, error);
    }
    write_slots(out, output->slots, output->slot_count);
    assembled.keep();
    answer.add(part_of(assembled.bytes(), assembled.size()));
}

void FormatCalls::assemble(ByteReader& in, const std::vector<bus::Part>& bytes, bus::Frame& answer) {
    AssembleFields fields = read_assemble(in, bytes.empty() ? std::string_view{} : bus::view(bytes[0]));
    crossdock_error error = empty_abi_error();
    if (in.failed()) return finish(answer, malformed(error), error);
    const OptionsView view(fields.options);
    fields.request.options = &view.table();
    OutputMemory memory(pool_);
    crossdock_output* output = memory.begin();
    const auto status = writing_call("assemble", memory, error, [&] {
        return format_.functions.assemble(format_.self, &fields.request, output, &error);
    });
    if (status == CROSSDOCK_OK) {
        auto out = answer.fields();
        write_slots(out, output->slots, output->slot_count);
        memory.keep();
        answer.add(part_of(memory.bytes(), memory.size()));
    }
    finish(answer, status, error);
}

void FormatCalls::acknowledge(ByteReader& in, bus::Frame& answer) {
    const GroupReport report = read_group_report(in);
    crossdock_error error = empty_abi_error();
    if (in.failed()) return finish(answer, malformed(error), error);
    const GroupReportView view(report);
    TapeMemory memory(pool_);
    OutputMemory type_memory(pool_);
    crossdock_tape_writer* tape = memory.begin();
    crossdock_output* type = type_memory.begin();
    const auto status = writing_call("acknowledge", memory, error, [&] {
        return writing_call("acknowledge", type_memory, error, [&] {
            return format_.functions.acknowledge(format_.self, &view.table(), tape, type, &error);
        });
    });
    if (status == CROSSDOCK_OK) {
        auto out = answer.fields();
        out.text(text_of(crossdock_bytes_view{type->data, type->size}));
        write_tape(out, *tape, {});
        memory.keep();
        answer.add(part_of(memory.events(), memory.event_bytes()));
        answer.add(part_of(memory.text(), memory.text_bytes()));
    }
    finish(answer, status, error);
}

void FormatCalls::trailers(ByteReader& in, bus::Frame& answer) {
    const Envelope interchange = read_envelope(in);
    const bool has_group = in.fixed<std::uint8_t>() != 0;
    const Envelope group = read_envelope(in);
    const std::uint64_t transactions = in.varint();
    crossdock_error error = empty_abi_error();
    if (in.failed()) return finish(answer, malformed(error), error);
    if (format_.functions.trailers == nullptr) return finish(answer, CROSSDOCK_NOT_SUPPORTED, error);
    const crossdock_envelope interchange_view = abi_view(interchange);
    const crossdock_envelope group_view = abi_view(group);
    OutputMemory memory(pool_);
    crossdock_output* output = memory.begin();
    const auto status = writing_call("trailers", memory, error, [&] {
        return format_.functions.trailers(format_.self, &interchange_view, has_group ? &group_view : nullptr,
                                          transactions, output, &error);
    });
    if (status == CROSSDOCK_OK) answer.fields().text(text_of(crossdock_bytes_view{output->data, output->size}));
    finish(answer, status, error);
}

}  // namespace crossdock::plugins
