// Calls of a format.
#include "format_session.hpp"

namespace crossdock::sdk::validator {

FormatSession::FormatSession(const Subject& subject, Report& report) : session_(subject, report) {
    if (!session_.started()) return;
    format_ = session_.adapter.format();
    report.expect(format_ != nullptr, "the format's table", "NULL");
}

std::uint32_t FormatSession::probe(const Sample& sample) const {
    return format_->probe(self(), bytes_view(sample.bytes), view(sample.name), view(sample.content_type));
}

std::vector<Sample> FormatSession::own_samples(const Options& options) const {
    std::vector<Sample> all = samples(options);
    std::vector<Sample> own;
    for (const Sample& sample : all)
        if (probe(sample) >= 50) own.push_back(sample);
    return own.empty() ? all : own;
}

DecodedSlice FormatSession::decode(std::string_view payload, const testing::RecordedSplit& split,
                                   const testing::RecordedSlice* slice, testing::TapeBuffer& tape) const {
    std::string contexts[2];
    for (const auto& envelope : split.all<testing::RecordedEnvelope>())
        if (slice != nullptr && envelope.offset <= slice->offset)
            contexts[envelope.level == CROSSDOCK_ENVELOPE_INTERCHANGE ? 0 : 1] = envelope.context;
    if (slice != nullptr && slice->offset <= payload.size()) payload = payload.substr(slice->offset, slice->size);
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = slice == nullptr ? 1 : slice->first_segment;
    request.source = bytes_view(payload);
    request.source_offset = slice == nullptr ? 0 : slice->offset;
    if (slice != nullptr) request.type = view(slice->type);
    request.interchange_context = view(contexts[0]);
    request.group_context = view(contexts[1]);
    testing::FindingsList findings;
    crossdock_error error = empty_error();
    DecodedSlice decoded;
    tape.clear();
    decoded.answer.status = format_->decode(self(), &request, &tape.writer(), &findings.table(), &error);
    if (!decoded.answer.ok()) {
        decoded.answer.error = ErrorCopy::of(&error);
        return decoded;
    }
    decoded.faults = tape.faults(payload);
    if (decoded.faults.empty()) decoded.text = testing::print_tape(tape.view(payload), testing::Positions::shown);
    return decoded;
}

}  // namespace crossdock::sdk::validator
