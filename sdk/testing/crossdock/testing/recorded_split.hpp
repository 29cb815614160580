// The events of a split, copied in order, and a driver that feeds a format in pieces.
#pragma once

#include <crossdock/testing/answer.hpp>
#include <crossdock/testing/recorded_finding.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace crossdock::sdk::testing {

struct RecordedEnvelope {
    crossdock_envelope_level level = 0;
    bool test = false;
    bool acknowledgement_requested = false;
    std::string sender_qualifier, sender_id, receiver_qualifier, receiver_id;
    std::string control_number, version, functional_id, date, time, context;
    std::uint64_t offset = 0;
    std::uint32_t segment = 0;

    // As the ABI's struct, borrowing from this one: for `acknowledge` and `decode`.
    [[nodiscard]] crossdock_envelope view() const noexcept;
};

struct RecordedSlice {
    bool complete = false;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t first_segment = 0;
    std::uint32_t segment_count = 0;
    std::string type, control_number, message_code;
};

using SplitEvent = std::variant<RecordedEnvelope, RecordedSlice, crossdock_envelope_end, RecordedFinding>;

// One thread at a time. Handed to `split_open`, it must outlive the split.
class RecordedSplit {
public:
    RecordedSplit();
    RecordedSplit(const RecordedSplit&) = delete;
    RecordedSplit& operator=(const RecordedSplit&) = delete;

    [[nodiscard]] const crossdock_split_events& table() const noexcept { return table_; }
    [[nodiscard]] const std::vector<SplitEvent>& events() const noexcept { return events_; }
    // Those of one kind, in order.
    template <typename Kind>
    [[nodiscard]] std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const SplitEvent& event : events_)
            if (const auto* match = std::get_if<Kind>(&event)) found.push_back(*match);
        return found;
    }
    // One event a line, groups of an envelope indented.
    [[nodiscard]] std::string to_text() const;

private:
    crossdock_split_events table_{};
    std::vector<SplitEvent> events_;
};

// Feeds `payload` in pieces of `piece_size` bytes (the last may be shorter) and closes; abandons after a failure.
Answer split_all(const crossdock_format& format, void* self, std::string_view payload, std::size_t piece_size,
                 const RecordedSplit& into, const crossdock_format_options* options = nullptr);

}  // namespace crossdock::sdk::testing
