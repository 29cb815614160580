// Tapes, outputs and options in memory.
#include "tests/plugins/edi/memory.hpp"

#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace edi_test {
namespace sdk = crossdock::sdk;

Tape::Tape(std::uint64_t event_limit) {
    memory_.writer.struct_size = sizeof memory_.writer;
    memory_.writer.grow = &Tape::grow;
    memory_.limit = event_limit;
}

crossdock_status Tape::grow(crossdock_tape_writer* writer, std::uint64_t events, std::uint64_t text_bytes) {
    auto& memory = *reinterpret_cast<Memory*>(writer);
    if (writer->event_count + events > memory.limit) return CROSSDOCK_FAILED;
    const std::uint64_t event_capacity = std::max(writer->event_capacity, writer->event_count + events);
    if (event_capacity > memory.events.size())
        memory.events.resize(std::max<std::uint64_t>(event_capacity, memory.events.size() * 2));
    const std::uint64_t text_capacity = writer->text_size + text_bytes;
    if (text_capacity > memory.text.size())
        memory.text.resize(std::max<std::uint64_t>(text_capacity, memory.text.size() * 2));
    writer->events = memory.events.data();
    writer->event_capacity = event_capacity;
    writer->text = memory.text.data();
    writer->text_capacity = memory.text.size();
    return CROSSDOCK_OK;
}

crossdock_tape_view Tape::view(std::string_view source) const {
    const crossdock_tape_writer& writer = memory_.writer;
    crossdock_tape_view view{};
    view.struct_size = sizeof view;
    view.name_count = writer.name_count;
    view.events = writer.events;
    view.event_count = writer.event_count;
    view.text = {writer.text, writer.text_size};
    view.source = sdk::bytes_view(source);
    view.names = writer.names;
    view.names_id = writer.names_id;
    return view;
}

std::string Tape::text(std::string_view source) const {
    const crossdock_tape_view tape = view(source);
    std::string text;
    for (std::uint64_t at = 0; at < tape.event_count; ++at) {
        const crossdock_tape_event& event = tape.events[at];
        if (!text.empty()) text += ' ';
        const std::string_view name = sdk::text(tape.names[event.name]);
        if (event.kind == CROSSDOCK_TAPE_BEGIN)
            text.append(name).append("{");
        else if (event.kind == CROSSDOCK_TAPE_END)
            text += "}";
        else
            text.append(name).append("=").append(sdk::text(crossdock_tape_text(&tape, &event)));
    }
    return text;
}

Output::Output(std::uint64_t limit) {
    memory_.output.struct_size = sizeof memory_.output;
    memory_.output.grow = &Output::grow;
    memory_.limit = limit;
}

crossdock_status Output::grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots) {
    auto& memory = *reinterpret_cast<Memory*>(output);
    if (output->size + bytes > memory.limit) return CROSSDOCK_FAILED;
    memory.data.resize(std::max<std::uint64_t>(output->size + bytes, memory.data.size() * 2));
    memory.slots.resize(std::max<std::uint64_t>(output->slot_count + slots, memory.slots.size() * 2));
    output->data = memory.data.data();
    output->capacity = memory.data.size();
    output->slots = memory.slots.data();
    output->slot_capacity = memory.slots.size();
    return CROSSDOCK_OK;
}

std::string Output::bytes() const {
    return {reinterpret_cast<const char*>(memory_.output.data), static_cast<std::size_t>(memory_.output.size)};
}

std::vector<crossdock_slot> Output::slots() const {
    return {memory_.output.slots, memory_.output.slots + memory_.output.slot_count};
}

crossdock_encoded_view Output::encoded(std::string_view type) const {
    crossdock_encoded_view view{};
    view.struct_size = sizeof view;
    view.type = sdk::view(type);
    view.bytes = {memory_.output.data, memory_.output.size};
    view.slots = memory_.output.slots;
    view.slot_count = memory_.output.slot_count;
    return view;
}

std::string filled(const Output& output, const std::function<std::uint64_t(const crossdock_slot&)>& number) {
    const std::string bytes = output.bytes();
    std::string text;
    std::size_t at = 0;
    for (const crossdock_slot& slot : output.slots()) {
        text += bytes.substr(at, slot.offset - at) + fmt::format("{:0{}}", number(slot), slot.width);
        at = slot.offset + slot.size;
    }
    return text + bytes.substr(at);
}

Options::Options(std::initializer_list<std::pair<std::string_view, std::string_view>> items) {
    for (const auto& [name, value] : items) items_.push_back(sdk::header(name, value));
    options_.struct_size = sizeof options_;
    options_.items = items_.data();
    options_.count = items_.size();
}

}  // namespace edi_test
