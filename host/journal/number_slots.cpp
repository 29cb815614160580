#include "host/journal/number_slots.hpp"

#include <fmt/format.h>

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

}  // namespace crossdock::journal
