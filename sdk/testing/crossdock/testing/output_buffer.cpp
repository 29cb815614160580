// The growing output.
#include <crossdock/testing/output_buffer.hpp>

#include <algorithm>
#include <span>

namespace crossdock::sdk::testing {

// `make_room` is given the output and finds the rest around it.
struct OutputBuffer::Owned : crossdock_output {
    Owned() : crossdock_output{} {}

    std::uint64_t limit_bytes = 0;
    std::vector<std::uint8_t> bytes;
    std::vector<crossdock_slot> slots;

    static crossdock_status CROSSDOCK_CALL make_room(crossdock_output* output, std::uint64_t bytes,
                                                     std::uint64_t slots) {
        auto& owned = static_cast<Owned&>(*output);
        const std::uint64_t wanted = output->size + bytes;
        if (wanted > owned.limit_bytes || wanted < bytes) return CROSSDOCK_FAILED;
        if (wanted > output->capacity)
            owned.bytes.resize(std::min(std::max(wanted, 2 * output->capacity), owned.limit_bytes));
        if (output->slot_count + slots > output->slot_capacity)
            owned.slots.resize(std::max(output->slot_count + slots, 2 * output->slot_capacity));
        output->data = owned.bytes.data();
        output->capacity = owned.bytes.size();
        output->slots = owned.slots.data();
        output->slot_capacity = owned.slots.size();
        return CROSSDOCK_OK;
    }
};

OutputBuffer::OutputBuffer(std::uint64_t limit_bytes) : owned_(std::make_unique<Owned>()) {
    owned_->limit_bytes = limit_bytes;
    owned_->struct_size = sizeof(crossdock_output);
    owned_->grow = &Owned::make_room;
}

OutputBuffer::~OutputBuffer() = default;

crossdock_output& OutputBuffer::output() noexcept { return *owned_; }

std::string_view OutputBuffer::bytes() const noexcept {
    const crossdock_output& output = *owned_;
    return output.size == 0 ? std::string_view{}
                            : std::string_view(reinterpret_cast<const char*>(output.data), output.size);
}

std::vector<crossdock_slot> OutputBuffer::slots() const {
    const crossdock_output& output = *owned_;
    return {output.slots, output.slots + output.slot_count};
}

std::string OutputBuffer::filled(std::uint64_t first_number) const {
    const std::string_view all = bytes();
    std::string out;
    std::uint64_t copied = 0;
    const crossdock_output& output = *owned_;
    for (const crossdock_slot& slot : std::span(output.slots, output.slot_count)) {
        out.append(all.substr(copied, slot.offset - copied));
        const std::string digits = std::to_string(first_number + slot.ordinal);
        if (digits.size() < slot.width) out.append(slot.width - digits.size(), '0');
        out += digits;
        copied = slot.offset + slot.size;
    }
    return out.append(all.substr(copied));
}

void OutputBuffer::clear() noexcept { owned_->size = owned_->slot_count = 0; }

}  // namespace crossdock::sdk::testing
