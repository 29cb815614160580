#include "host/document/output_store.hpp"

#include <fmt/format.h>

#include <exception>

namespace crossdock {

OutputStore::OutputStore(OutputLimits limits) : bytes_(4096, limits.bytes_max), slots_(16, limits.slots_max) {}

crossdock_output& OutputStore::start() {
    static_assert(offsetof(Output, table) == 0);
    output_ = {};
    output_.store = this;
    crossdock_output& table = output_.table;
    table.struct_size = sizeof table;
    table.data = bytes_.data();
    table.capacity = bytes_.capacity();
    table.slots = slots_.data();
    table.slot_capacity = slots_.capacity();
    table.grow = &OutputStore::grow;
    return table;
}

crossdock_status OutputStore::grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots) {
    OutputStore& store = *reinterpret_cast<Output*>(output)->store;
    bool grown = false;
    try {
        grown = store.bytes_.grow(output->size, bytes) && store.slots_.grow(output->slot_count, slots);
    } catch (const std::exception&) {
        grown = false;
    }
    output->data = store.bytes_.data();
    output->capacity = store.bytes_.capacity();
    output->slots = store.slots_.data();
    output->slot_capacity = store.slots_.capacity();
    return grown ? CROSSDOCK_OK : CROSSDOCK_FAILED;
}

Result<OutputView> OutputStore::view() const {
    const crossdock_output& table = output_.table;
    if (table.size > bytes_.capacity() || table.slot_count > slots_.capacity())
        return Error{"output.writer", ErrorClass::permanent,
                     "the plugin says it wrote more than the output has room for; it must call grow first"};
    const std::span<const crossdock_slot> slots(slots_.data(), table.slot_count);
    std::uint64_t free_from = 0;
    for (const crossdock_slot& slot : slots) {
        const bool kind = slot.kind >= CROSSDOCK_SLOT_INTERCHANGE && slot.kind <= CROSSDOCK_SLOT_TRANSACTION;
        if (!kind || slot.width == 0 || slot.width > 14 || slot.offset < free_from || slot.offset > table.size ||
            slot.size > table.size - slot.offset)
            return Error{"output.slot", ErrorClass::permanent,
                         fmt::format("slot {} of the output cannot be filled: slots have a known kind, a width of 1 "
                                     "to 14, lie inside the output, come in order and do not overlap",
                                     &slot - slots.data())};
        free_from = slot.offset + slot.size;
    }
    return OutputView{{reinterpret_cast<const char*>(bytes_.data()), table.size}, slots};
}

}  // namespace crossdock
