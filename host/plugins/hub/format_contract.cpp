#include "host/plugins/hub/format_contract.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace crossdock::plugins {

namespace {

constexpr std::uint32_t width_max = 14;

// A stretch of the payload that is read again; of an envelope only where it begins.
struct Reported {
    const char* what;
    std::uint64_t offset;
    std::uint64_t size;
};

std::optional<Reported> reported_by(const SplitEvent& event) {
    if (const auto* envelope = std::get_if<Envelope>(&event)) return Reported{"an envelope", envelope->offset, 0};
    if (const auto* slice = std::get_if<Slice>(&event)) return Reported{"a transaction", slice->offset, slice->size};
    return {};
}

}  // namespace

std::string fault_of(const std::vector<Slot>& slots, std::uint64_t bytes) {
    std::uint64_t free_from = 0;
    std::array<std::uint32_t, 4> next_ordinals{};  // by kind
    for (const Slot& slot : slots) {
        const auto index = &slot - slots.data();
        const auto kind = static_cast<std::uint32_t>(slot.kind);
        if (kind == 0 || kind >= next_ordinals.size())
            return fmt::format("slot {} is of the kind {}; there are 1 to 3", index, kind);
        std::uint32_t& next = next_ordinals[kind];
        if (slot.ordinal > next)
            return fmt::format("slot {} has the ordinal {}, where at most {} comes next of its kind", index,
                               slot.ordinal, next);
        if (slot.ordinal == next) ++next;
        if (slot.width == 0 || slot.width > width_max)
            return fmt::format("slot {} is {} digits wide; it must be 1 to {}", index, slot.width, width_max);
        if (slot.offset < free_from || slot.offset > bytes || slot.size > bytes - slot.offset)
            return fmt::format(
                "slot {} lies at {} with {} bytes; slots lie in the output's {} bytes, in order, and do not overlap",
                index, slot.offset, slot.size, bytes);
        free_from = slot.offset + slot.size;
    }
    return {};
}

std::string SplitOrder::fault_of(const std::vector<SplitEvent>& events) {
    for (const SplitEvent& event : events) {
        const auto reported = reported_by(event);
        if (!reported) continue;
        if (reported->offset < reported_ || reported->offset > fed_ || reported->size > fed_ - reported->offset)
            return fmt::format(
                "it reported {} at {} with {} bytes, where {} bytes were fed and all before {} was reported already",
                reported->what, reported->offset, reported->size, fed_, reported_);
        reported_ = reported->offset + reported->size;
    }
    return {};
}

}  // namespace crossdock::plugins
