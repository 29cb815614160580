#include "host/plugins/hub/bus_format_client.hpp"

#include <fmt/format.h>

#include "host/plugins/hub/bus_split_stream.hpp"
#include "host/plugins/hub/format_contract.hpp"
#include "host/plugins/hub/poison.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

bool NameLists::follow(std::uint64_t generation) {
    if (generation_ == generation) return false;
    generation_ = generation;
    known_.clear();
    lists_.clear();
    return true;
}

const KnownLists& NameLists::known() {
    if (known_.size() > lists_max) {
        known_.clear();
        lists_.clear();
    }
    return known_;
}

std::optional<std::span<const crossdock_text_view>> NameLists::names(const TapeFields& fields) {
    if (fields.names_id == 0) return fields.names;
    for (std::size_t at = 0; at < known_.size(); ++at)
        if (known_[at] == fields.names_id) return lists_[at]->views;
    if (!fields.has_names) return {};
    auto list = std::make_unique<List>();
    list->texts.reserve(fields.names.size());
    for (const crossdock_text_view name : fields.names)
        list->views.push_back(text_view(list->texts.emplace_back(text_of(name))));
    known_.push_back(fields.names_id);
    return lists_.emplace_back(std::move(list))->views;
}

Error BusFormatClient::bad_answer() const { return connection_->broke_contract("it answered a malformed frame"); }

Status BusFormatClient::check_slots(const Encoded& encoded) const {
    std::string fault = fault_of(encoded.slots, encoded.bytes.size());
    return fault.empty() ? Status() : connection_->broke_contract(fault);
}

void BusFormatClient::follow(std::uint64_t generation, const Names& names) {
    const bool is_another = lists_.follow(generation);
    if (is_another || !tape_names_ || &tape_names_->names() != &names) tape_names_.emplace(names);
}

Result<bus::Received> BusFormatClient::ask(bus::Frame request, std::uint64_t operation) {
    CROSSDOCK_TRY_ASSIGN(bus::Received answer, connection_->ask(std::move(request), operation));
    if (answer.head.status == CROSSDOCK_OK) return answer;
    ByteReader in = answer.fields();
    return read_error(in);
}

Result<std::uint32_t> BusFormatClient::probe(std::string_view head, std::string_view name,
                                             std::string_view content_type) {
    return answer_one(*connection_, [&] { return probe_once(head, name, content_type); });
}

Result<std::uint32_t> BusFormatClient::probe_once(std::string_view head, std::string_view name,
                                                  std::string_view content_type) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::probe, id);
    auto out = request.fields();
    for (const auto text : {head, name, content_type}) out.text(text);
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(std::move(request), id));
    return answer.fields().fixed<std::uint32_t>();
}

Result<std::vector<std::string>> BusFormatClient::types() {
    const std::uint64_t id = connection_->next_operation();
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(bus::Frame(Op::types, id), id));
    std::vector<std::string> types;
    std::string_view lines = answer.fields().text();
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        if (!line.empty()) types.emplace_back(line);
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    }
    return types;
}

Result<std::string> BusFormatClient::describe(std::string_view type) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::describe, id);
    request.fields().text(type);
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, connection_->ask(std::move(request), id));
    if (answer.head.status == CROSSDOCK_NOT_FOUND)
        return Error{"format.unknown-type", ErrorClass::configuration,
                     fmt::format("format {} has no type {}", connection_->adapter(), type)};
    ByteReader in = answer.fields();
    if (answer.head.status != CROSSDOCK_OK) return read_error(in);
    return std::string(in.text());
}

Result<std::unique_ptr<SplitStream>> BusFormatClient::split(const FormatOptions& options) {
    return BusSplitStream::open(connection_, options);
}

Result<std::vector<Result<std::vector<SplitEvent>>>> BusFormatClient::split_all(
    const std::vector<SharedBytes>& payloads, const FormatOptions& options) {
    return answer_each<Result<std::vector<SplitEvent>>>(
        *connection_, std::span(payloads), [&](std::span<const SharedBytes> some) { return split_once(some, options); },
        [](Error error) { return Result<std::vector<SplitEvent>>(std::move(error)); });
}

Result<std::vector<Result<std::vector<SplitEvent>>>> BusFormatClient::split_once(std::span<const SharedBytes> payloads,
                                                                                 const FormatOptions& options) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::split_all, id);
    auto out = request.fields();
    write(out, options);
    for (const SharedBytes& payload : payloads) request.add(bus::shared_part(*payload, payload));
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(std::move(request), id));
    ByteReader in = answer.fields();
    std::vector<Result<std::vector<SplitEvent>>> results;
    results.reserve(payloads.size());
    for (std::size_t at = 0; at < payloads.size(); ++at) {
        std::vector<SplitEvent> events = read_events(in);
        SplitOrder order;
        order.feed(payloads[at]->size());
        if (in.fixed<std::uint32_t>() != CROSSDOCK_OK)
            results.emplace_back(read_error(in));
        else if (const std::string fault = order.fault_of(events); !fault.empty())
            results.emplace_back(connection_->broke_contract(fault));
        else
            results.emplace_back(std::move(events));
    }
    if (in.failed()) return bad_answer();
    return results;
}

Status BusFormatClient::read_document(const TapeFields& fields, TapeReader& reader,
                                      const std::shared_ptr<const void>& owner, std::string_view source,
                                      Document& document) {
    const auto names = lists_.names(fields);
    const crossdock_tape_view* view = names ? reader.next(fields, *names) : nullptr;
    if (view == nullptr) return bad_answer();
    crossdock_tape_view tape = *view;
    tape.source = bytes_view(source);
    return read_tape(tape, owner, *tape_names_, document);
}

Result<std::vector<Result<Encoded>>> BusFormatClient::encode_once(std::string_view type,
                                                                  std::span<const Document* const> documents,
                                                                  const FormatOptions& options) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::encode, id);
    auto out = request.fields();
    out.text(type);
    write(out, options);
    out.varint(documents.size());
    std::string events;
    std::string texts;
    for (const Document* document : documents) {
        CROSSDOCK_TRY_ASSIGN(const crossdock_tape_view tape, builder_.build(*document));
        write_tape(out, tape);
        events.append(reinterpret_cast<const char*>(tape.events), tape.event_count * sizeof(crossdock_tape_event));
        texts.append(text_of(tape.text));
    }
    request.add(bus::owned_part(std::move(events)));
    request.add(bus::owned_part(std::move(texts)));
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(std::move(request), id));
    ByteReader in = answer.fields();
    std::string_view bytes = answer.parts.empty() ? std::string_view{} : bus::view(answer.parts[0]);
    std::vector<Result<Encoded>> results;
    results.reserve(documents.size());
    for (std::size_t at = 0; at < documents.size(); ++at) {
        if (in.fixed<std::uint32_t>() != CROSSDOCK_OK) {
            results.emplace_back(read_error(in));
            continue;
        }
        const std::uint64_t size = in.varint_up_to(bytes.size());
        Encoded encoded{std::string(type), std::string(bytes.substr(0, size)), read_slots(in)};
        bytes.remove_prefix(size);
        if (Status checked = check_slots(encoded); checked.ok())
            results.emplace_back(std::move(encoded));
        else
            results.emplace_back(std::move(checked).error());
    }
    if (in.failed()) return bad_answer();
    return results;
}

Result<Encoded> BusFormatClient::assemble_once(const AssembleRequest& request) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame frame(Op::assemble, id);
    auto out = frame.fields();
    std::string bytes = write_assemble(out, request);
    frame.add(bus::owned_part(std::move(bytes)));
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, ask(std::move(frame), id));
    ByteReader in = answer.fields();
    Encoded encoded;
    encoded.slots = read_slots(in);
    if (in.failed() || answer.parts.empty()) return bad_answer();
    encoded.bytes = bus::view(answer.parts[0]);
    CROSSDOCK_TRY(check_slots(encoded));
    return encoded;
}

Result<std::string> BusFormatClient::trailers(const Envelope& interchange, const Envelope* group,
                                              std::uint64_t transactions) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::trailers, id);
    ByteWriter out = request.fields();
    write(out, abi_view(interchange));
    out.fixed<std::uint8_t>(group == nullptr ? 0 : 1);
    write(out, abi_view(group == nullptr ? Envelope{} : *group));
    out.varint(transactions);
    CROSSDOCK_TRY_ASSIGN(const bus::Received answer, connection_->ask(std::move(request), id));
    if (answer.head.status == CROSSDOCK_NOT_SUPPORTED)
        return Error{"format.no-envelopes", ErrorClass::configuration,
                     fmt::format("format {} has no envelopes", connection_->adapter())};
    ByteReader in = answer.fields();
    if (answer.head.status != CROSSDOCK_OK) return read_error(in);
    return std::string(in.text());
}

Result<Decoded> BusFormatClient::acknowledge(const GroupReport& report, const Names& names, std::string& type) {
    return answer_one(*connection_, [&] { return acknowledge_once(report, names, type); });
}

Result<Decoded> BusFormatClient::acknowledge_once(const GroupReport& report, const Names& names, std::string& type) {
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::acknowledge, id);
    auto out = request.fields();
    write(out, report);
    CROSSDOCK_TRY_ASSIGN(bus::Received received, connection_->ask(std::move(request), id));
    const auto answer = std::make_shared<const bus::Received>(std::move(received));
    ByteReader in = answer->fields();
    if (answer->head.status == CROSSDOCK_NOT_SUPPORTED)
        return Error{"format.no-acknowledgement", ErrorClass::configuration,
                     fmt::format("format {} has no acknowledgements", connection_->adapter())};
    if (answer->head.status != CROSSDOCK_OK) return read_error(in);
    follow(answer->head.generation, names);
    type = in.text();
    const TapeFields fields = read_tape_fields(in);
    if (in.failed()) return bad_answer();
    TapeReader reader(answer->parts);
    Decoded decoded;
    decoded.document = std::make_unique<Document>(names);
    decoded.status = read_document(fields, reader, answer, {}, *decoded.document);
    if (!decoded.status.ok()) decoded.document.reset();
    return decoded;
}

}  // namespace crossdock::plugins
