#include "host/journal/number_slots.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/journal/live_state.hpp"

namespace crossdock::journal {

std::string fill_slots(const NewPayload& payload, const std::vector<NumberRequest>& requests,
                       const std::vector<std::uint64_t>& first_numbers) {
    std::string filled;
    const std::string_view bytes = payload.bytes.view();
    filled.reserve(bytes.size() + payload.slots.size() * 4);
    std::size_t copied = 0;
    for (const NumberSlot& slot : payload.slots) {
        filled.append(bytes, copied, static_cast<std::size_t>(slot.offset) - copied);
        const std::uint64_t number = number_at(requests[slot.request], first_numbers[slot.request], slot.ordinal);
        fmt::format_to(std::back_inserter(filled), "{:0{}}", number, slot.width);
        copied = static_cast<std::size_t>(slot.offset + slot.size);
    }
    filled.append(bytes, copied);
    return filled;
}

std::vector<std::string> numbered_trace_keys(const Unit& unit, const std::vector<std::uint64_t>& first_numbers) {
    const auto is_number = [](const TraceKey& key) { return key.number != TraceKey::no_number; };
    if (std::ranges::none_of(unit.trace_keys, is_number)) return {};
    std::vector<std::string> texts;
    texts.reserve(unit.trace_keys.size());
    for (const TraceKey& key : unit.trace_keys)
        texts.push_back(
            is_number(key) ? std::to_string(number_at(unit.numbers[key.number], first_numbers[key.number], key.ordinal))
                           : key.key);
    return texts;
}

}  // namespace crossdock::journal
