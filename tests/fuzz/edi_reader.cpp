#include "tests/fuzz/edi_reader.hpp"

#include <crossdock/testing/recorded_finding.hpp>

#include <cstdio>
#include <cstdlib>

namespace crossdock::fuzz {

namespace {

using namespace sdk::testing;

// A broken promise; the sanitizer shows the stack, libFuzzer keeps the input.
[[noreturn]] void broken(std::string_view promise, const std::string& detail) {
    std::fprintf(stderr, "broken: %.*s\n%s\n", static_cast<int>(promise.size()), promise.data(), detail.c_str());
    std::abort();
}

void expect_told(const char* call, crossdock_status status, const crossdock_error& error) {
    if (status == CROSSDOCK_OK) return;
    const ErrorCopy told = ErrorCopy::of(&error);
    if (status != CROSSDOCK_FAILED || told.code.empty() || told.text.empty())
        broken("a call that fails says why", std::string(call) + " answered " + status_name(status));
}

// The document without its header and trailer, which hold numbers that the host gives.
std::string body_of(const crossdock_tape_view& tape) {
    std::string body;
    int depth = 0;
    std::uint64_t groups = 0;
    std::string pending;
    for (std::uint64_t index = 0; index < tape.event_count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        if (event.kind == CROSSDOCK_TAPE_END) {
            pending += "}";
            if (--depth == 0) {
                if (groups > 1) body += std::exchange(pending, {}) + "\n";
                pending.clear();
            }
            continue;
        }
        if (depth == 0) ++groups;
        pending += std::string(sdk::text(tape.names[event.name]));
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            pending += "{";
            ++depth;
        } else {
            pending += "=" + std::string(sdk::text(crossdock_tape_text(&tape, &event))) + " ";
        }
    }
    const std::size_t trailer = body.size() < 2 ? std::string::npos : body.rfind('\n', body.size() - 2);
    return trailer == std::string::npos ? std::string() : body.substr(0, trailer + 1);
}

}  // namespace

// A transaction as the split gave it.
struct EdiReader::Message {
    std::string source;
    std::uint64_t offset = 0;
    std::uint32_t first_segment = 0;
    bool complete = false;
    std::string type;
    std::string interchange_context;
    std::string group_context;
};

EdiReader::EdiReader(FakeAdapter adapter) : adapter_(std::move(adapter)) {
    const Answer begun = adapter_.begin();
    if (!begun.ok()) broken("the adapter starts", begun.error.text);
    format_ = adapter_.format();
}

std::vector<EdiReader::Message> EdiReader::split(std::string_view payload, std::size_t piece_size,
                                                 std::string& told) const {
    const RecordedSplit recorded;
    const Answer answer = split_all(*format_, adapter_.self(), payload, piece_size, recorded);
    if (!answer.ok()) broken("a split ends OK whatever the bytes", answer.error.text);
    told = recorded.to_text();
    std::vector<Message> messages;
    std::string interchange_context;
    std::string group_context;
    std::uint64_t reached = 0;
    for (const SplitEvent& event : recorded.events()) {
        if (const auto* envelope = std::get_if<RecordedEnvelope>(&event)) {
            if (envelope->level == CROSSDOCK_ENVELOPE_INTERCHANGE) {
                interchange_context = envelope->context;
                group_context.clear();
            } else {
                group_context = envelope->context;
            }
        }
        const auto* slice = std::get_if<RecordedSlice>(&event);
        if (slice == nullptr) continue;
        if (slice->offset < reached || slice->size > payload.size() || slice->offset > payload.size() - slice->size)
            broken("slices lie in the payload, in order", told);
        reached = slice->offset + slice->size;
        messages.push_back({std::string(payload.substr(slice->offset, slice->size)), slice->offset,
                            slice->first_segment, slice->complete, slice->type, interchange_context, group_context});
    }
    return messages;
}

void EdiReader::check(std::string_view payload) {
    const auto probed = format_->probe(adapter_.self(), sdk::bytes_view(payload.substr(0, 4096)), {}, {});
    if (probed > 100) broken("a probe answers 0 to 100", std::to_string(probed));
    std::string whole;
    const std::vector<Message> messages = split(payload, SIZE_MAX, whole);
    // Sizes that fall on other places each time, and single bytes.
    for (const std::size_t piece_size : {std::size_t{1}, 1 + payload.size() % 61}) {
        std::string pieces;
        static_cast<void>(split(payload, piece_size, pieces));
        if (pieces != whole) broken("a split says the same whatever the pieces", whole + "---\n" + pieces);
    }
    for (const Message& message : messages) check_message(message);
}

void EdiReader::check_message(const Message& message) {
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = message.first_segment;
    request.source = sdk::bytes_view(message.source);
    request.source_offset = message.offset;
    request.type = sdk::view(message.type);
    request.interchange_context = sdk::view(message.interchange_context);
    request.group_context = sdk::view(message.group_context);
    TapeBuffer tape;
    const FindingsList findings;
    crossdock_error error = sdk::empty_error();
    const auto status = format_->decode(adapter_.self(), &request, &tape.writer(), &findings.table(), &error);
    expect_told("decode", status, error);
    if (status != CROSSDOCK_OK) return;
    for (const std::string& fault : tape.faults(message.source)) broken("a tape is well formed", fault);
    for (const RecordedFinding& finding : findings.all())
        if (finding.code.empty() || finding.text.empty()) broken("a finding says what it is", finding.to_text());
    const crossdock_tape_view& view = tape.view(message.source);
#ifdef CROSSDOCK_PLANTED_FAULT
    // What the fuzzer must find by itself: two mistakes in one message that is right in the corpus.
    static volatile char planted[1];
    const int mistakes =
        (findings.contains("x12.bad-date") ? 1 : 0) + (findings.contains("x12.hierarchy-parent-unknown") ? 1 : 0);
    if (mistakes == 2) planted[mistakes] = 1;
#endif
    if (message.complete && findings.all().empty()) check_written(message, view);
}

void EdiReader::check_written(const Message& message, const crossdock_tape_view& tape) {
    crossdock_encode_request encoding{};
    encoding.struct_size = sizeof encoding;
    encoding.type = sdk::view(message.type);
    encoding.document = &tape;
    OutputBuffer encoded;
    crossdock_error error = sdk::empty_error();
    const auto status = format_->encode(adapter_.self(), &encoding, &encoded.output(), &error);
    expect_told("encode", status, error);
    if (status != CROSSDOCK_OK) return;

    const std::vector<crossdock_slot> slots = encoded.slots();
    crossdock_encoded_view transaction{};
    transaction.struct_size = sizeof transaction;
    transaction.type = sdk::view(message.type);
    transaction.bytes = sdk::bytes_view(encoded.bytes());
    transaction.slots = slots.data();
    transaction.slot_count = slots.size();
    crossdock_assemble_request assembling{};
    assembling.struct_size = sizeof assembling;
    assembling.sender = {sdk::view("14"), sdk::view("4012345000009")};
    assembling.receiver = {sdk::view("14"), sdk::view("4098765000003")};
    assembling.time_ms = 1'772'356'500'000;
    assembling.transactions = &transaction;
    assembling.transaction_count = 1;
    assembling.transaction_size = sizeof transaction;
    OutputBuffer assembled;
    if (format_->assemble(adapter_.self(), &assembling, &assembled.output(), &error) != CROSSDOCK_OK)
        broken("what was encoded can be assembled", ErrorCopy::of(&error).text);

    const std::string payload = assembled.filled();
    std::string told;
    const std::vector<Message> again = split(payload, SIZE_MAX, told);
    if (again.size() != 1 || !again.front().complete)
        broken("what was written is one whole transaction", payload + told);
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = again.front().first_segment;
    request.source = sdk::bytes_view(again.front().source);
    request.type = sdk::view(again.front().type);
    request.interchange_context = sdk::view(again.front().interchange_context);
    request.group_context = sdk::view(again.front().group_context);
    TapeBuffer written;
    const FindingsList findings;
    if (format_->decode(adapter_.self(), &request, &written.writer(), &findings.table(), &error) != CROSSDOCK_OK)
        broken("what was written can be read", payload + "\n" + ErrorCopy::of(&error).text);
    const std::string before = body_of(tape);
    const std::string after = body_of(written.view(again.front().source));
    if (!findings.all().empty() || before != after)
        broken("what was written reads as the same document",
               message.source + "\n" + payload + "\n" + before + "---\n" + after + findings.to_text());
}

}  // namespace crossdock::fuzz
