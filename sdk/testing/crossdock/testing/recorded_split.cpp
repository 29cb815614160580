// Split events as values and as text.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/recorded_split.hpp>

#include <algorithm>

namespace crossdock::sdk::testing {

namespace {

RecordedEnvelope copy_of(const crossdock_envelope& envelope) {
    RecordedEnvelope copy;
    copy.level = envelope.level;
    copy.test = envelope.test != 0;
    copy.acknowledgement_requested = envelope.acknowledgement_requested != 0;
    copy.sender_qualifier = text(envelope.sender.qualifier);
    copy.sender_id = text(envelope.sender.id);
    copy.receiver_qualifier = text(envelope.receiver.qualifier);
    copy.receiver_id = text(envelope.receiver.id);
    copy.control_number = text(envelope.control_number);
    copy.version = text(envelope.version);
    copy.functional_id = text(envelope.functional_id);
    copy.date = text(envelope.date);
    copy.time = text(envelope.time);
    copy.context = text(envelope.context);
    copy.offset = envelope.offset;
    copy.segment = envelope.segment;
    return copy;
}

RecordedSlice copy_of(const crossdock_slice& slice) {
    RecordedSlice copy;
    copy.complete = slice.complete != 0;
    copy.offset = slice.offset;
    copy.size = slice.size;
    copy.first_segment = slice.first_segment;
    copy.segment_count = slice.segment_count;
    copy.type = text(slice.type);
    copy.control_number = text(slice.control_number);
    copy.message_code = text(slice.message_code);
    return copy;
}

const char* level_name(crossdock_envelope_level level) {
    return level == CROSSDOCK_ENVELOPE_INTERCHANGE ? "interchange" : "group";
}

std::string line_of(const RecordedEnvelope& envelope) {
    return std::string(level_name(envelope.level)) + ' ' + envelope.control_number + ' ' + envelope.version + ' ' +
           envelope.functional_id + " from " + envelope.sender_qualifier + ':' + envelope.sender_id + " to " +
           envelope.receiver_qualifier + ':' + envelope.receiver_id + (envelope.test ? " test" : "");
}

std::string line_of(const RecordedSlice& slice) {
    return "transaction " + slice.type + ' ' + slice.control_number + " bytes " + std::to_string(slice.offset) + '+' +
           std::to_string(slice.size) + " segments " + std::to_string(slice.first_segment) + '+' +
           std::to_string(slice.segment_count) + (slice.complete ? "" : " incomplete");
}

std::string line_of(const crossdock_envelope_end& end) {
    return std::string("end of ") + level_name(end.level) + ' ' + std::to_string(end.counted) + " of " +
           std::to_string(end.declared) + (end.complete != 0 ? "" : " incomplete");
}

std::string line_of(const RecordedFinding& finding) { return finding.to_text(); }

}  // namespace

crossdock_envelope RecordedEnvelope::view() const noexcept {
    crossdock_envelope envelope{};
    envelope.struct_size = sizeof envelope;
    envelope.level = level;
    envelope.test = test ? 1 : 0;
    envelope.acknowledgement_requested = acknowledgement_requested ? 1 : 0;
    envelope.sender = {sdk::view(sender_qualifier), sdk::view(sender_id)};
    envelope.receiver = {sdk::view(receiver_qualifier), sdk::view(receiver_id)};
    envelope.control_number = sdk::view(control_number);
    envelope.version = sdk::view(version);
    envelope.functional_id = sdk::view(functional_id);
    envelope.date = sdk::view(date);
    envelope.time = sdk::view(time);
    envelope.context = sdk::view(context);
    envelope.offset = offset;
    envelope.segment = segment;
    return envelope;
}

RecordedSplit::RecordedSplit() {
    table_.struct_size = sizeof table_;
    table_.context = this;
    table_.envelope_begin = [](void* context, const crossdock_envelope* envelope) {
        static_cast<RecordedSplit*>(context)->events_.emplace_back(copy_of(*envelope));
    };
    table_.transaction = [](void* context, const crossdock_slice* slice) {
        static_cast<RecordedSplit*>(context)->events_.emplace_back(copy_of(*slice));
    };
    table_.envelope_end = [](void* context, const crossdock_envelope_end* end) {
        static_cast<RecordedSplit*>(context)->events_.emplace_back(*end);
    };
    table_.finding = [](void* context, const crossdock_finding* finding) {
        static_cast<RecordedSplit*>(context)->events_.emplace_back(RecordedFinding::of(*finding));
    };
}

std::string RecordedSplit::to_text() const {
    std::string out;
    std::size_t depth = 0;
    for (const SplitEvent& event : events_) {
        if (std::holds_alternative<crossdock_envelope_end>(event) && depth > 0) --depth;
        out.append(2 * depth, ' ');
        out += std::visit([](const auto& kind) { return line_of(kind); }, event);
        out += '\n';
        if (std::holds_alternative<RecordedEnvelope>(event)) ++depth;
    }
    return out;
}

Answer split_all(const crossdock_format& format, void* self, std::string_view payload, std::size_t piece_size,
                 const RecordedSplit& into, const crossdock_format_options* options) {
    crossdock_error error = empty_error();
    void* state = nullptr;
    crossdock_status status = format.split_open(self, &into.table(), options, &state, &error);
    if (status != CROSSDOCK_OK) return {status, ErrorCopy::of(&error)};
    for (std::size_t at = 0; status == CROSSDOCK_OK && at < payload.size(); at += piece_size)
        status = format.split_feed(self, state, bytes_view(payload.substr(at, piece_size)), &error);
    if (status == CROSSDOCK_OK) status = format.split_close(self, state, &error);
    if (status == CROSSDOCK_OK) return {};
    format.split_abandon(self, state);
    return {status, ErrorCopy::of(&error)};
}

}  // namespace crossdock::sdk::testing
