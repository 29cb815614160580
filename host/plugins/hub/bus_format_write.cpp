// Documents to one payload over the bus: their tapes go out as they are produced, the payload comes back.
#include "host/plugins/hub/bus_format_client.hpp"
#include "host/plugins/hub/poison.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// What is reserved at most for documents that are likely as large as the first one.
constexpr std::size_t reserved_max = 4U << 20U;

void reserve_for(std::string& bytes, std::size_t count, std::uint64_t each) {
    bytes.reserve(each > reserved_max / count ? reserved_max : count * each);
}

}  // namespace

Result<Written> BusFormatClient::write_payload(const WriteRequest& request) {
    Result<Written> together = write_once(request);
    if (together.ok() || !connection_->restarts() || !killed_the_adapter(together.error())) return together;
    return write_apart(request);
}

Result<Written> BusFormatClient::write_once(const WriteRequest& request) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame frame(Op::write, id);
    auto out = frame.fields();
    out.text(request.type);
    static_cast<void>(write_assemble(out, request.envelope));
    Written written;
    written.documents.reserve(request.count);
    std::string fields;
    ByteWriter tapes(fields);
    std::string events;
    std::string texts;
    std::size_t sent = 0;
    for (std::size_t index = 0; index < request.count; ++index) {
        const Result<const Document*> document = request.document(index);
        if (!document.ok()) {
            written.documents.emplace_back(document.error());
            continue;
        }
        CROSSDOCK_TRY_ASSIGN(const crossdock_tape_view tape, builder_.build(**document));
        if (events.empty()) reserve_for(events, request.count, tape.event_count * sizeof(crossdock_tape_event));
        if (texts.empty()) reserve_for(texts, request.count, tape.text.size);
        write_tape(tapes, tape);
        events.append(reinterpret_cast<const char*>(tape.events), tape.event_count * sizeof(crossdock_tape_event));
        texts.append(text_of(tape.text));
        written.documents.emplace_back();
        ++sent;
    }
    if (sent == 0) return written;
    out.varint(sent);
    out.raw(as_bytes(fields));
    frame.add(bus::owned_part(std::move(events)));
    frame.add(bus::owned_part(std::move(texts)));
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(std::move(frame), id));
    ByteReader in = answer.fields();
    std::size_t good = 0;
    for (Status& status : written.documents) {
        if (!status.ok()) continue;
        if (in.fixed<std::uint32_t>() != CROSSDOCK_OK)
            status = read_error(in);
        else
            ++good;
    }
    if (good == 0 && !in.failed()) return written;
    written.payload.type = request.type;
    written.payload.slots = read_slots(in);
    if (in.failed() || answer.parts.empty()) return bad_answer();
    written.payload.bytes = bus::view(answer.parts[0]);
    CROSSDOCK_TRY(check_slots(written.payload));
    return written;
}

// One of them killed the adapter: each is encoded alone, once, and what is left is assembled, once.
Result<Written> BusFormatClient::write_apart(const WriteRequest& request) {
    Written written;
    AssembleRequest envelope = request.envelope;
    for (std::size_t index = 0; index < request.count; ++index) {
        Status& status = written.documents.emplace_back();
        const Result<const Document*> document = request.document(index);
        if (!document.ok()) {
            status = document.error();
            continue;
        }
        const Document* const one[] = {*document};
        auto encoded = encode_once(request.type, one, envelope.options);
        if (!encoded.ok()) {
            if (!killed_the_adapter(encoded.error())) return encoded.error();
            status = killed_twice(*connection_, encoded.error());
        } else if (encoded->front().ok()) {
            envelope.transactions.push_back(std::move(encoded->front()).value());
        } else {
            status = std::move(encoded->front()).error();
        }
    }
    if (envelope.transactions.empty()) return written;
    Result<Encoded> assembled = assemble_once(envelope);
    if (assembled.ok())
        written.payload = std::move(assembled).value();
    else if (killed_the_adapter(assembled.error()))
        return killed_twice(*connection_, assembled.error());
    else
        return assembled.error();
    return written;
}

}  // namespace crossdock::plugins
