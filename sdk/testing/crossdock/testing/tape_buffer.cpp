// The growing tape and its checks.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/tape_buffer.hpp>

#include <algorithm>

namespace crossdock::sdk::testing {

// The writer comes first: `grow` is given its address and finds the rest around it.
struct TapeBuffer::Owned {
    crossdock_tape_writer writer{};
    Limits limits;
    std::vector<crossdock_tape_event> events;
    std::vector<char> text;
    std::vector<std::string> names;
    std::vector<crossdock_text_view> name_views;
    crossdock_tape_view view{};

    static crossdock_status CROSSDOCK_CALL grow(crossdock_tape_writer* tape, std::uint64_t events,
                                                std::uint64_t text_bytes) {
        auto& owned = *reinterpret_cast<Owned*>(tape);
        const std::uint64_t events_wanted = tape->event_count + events;
        const std::uint64_t text_wanted = tape->text_size + text_bytes;
        if (events_wanted > owned.limits.events || text_wanted > owned.limits.text_bytes) return CROSSDOCK_FAILED;
        if (events_wanted > tape->event_capacity)
            owned.events.resize(std::min(std::max(events_wanted, 2 * tape->event_capacity), owned.limits.events));
        if (text_wanted > tape->text_capacity)
            owned.text.resize(std::min(std::max(text_wanted, 2 * tape->text_capacity), owned.limits.text_bytes));
        owned.expose();
        return CROSSDOCK_OK;
    }

    void expose() {
        writer.events = events.data();
        writer.event_capacity = events.size();
        writer.text = text.data();
        writer.text_capacity = text.size();
    }
};

TapeBuffer::TapeBuffer(Limits limits) : owned_(std::make_unique<Owned>()) {
    owned_->limits = limits;
    owned_->writer.struct_size = sizeof owned_->writer;
    owned_->writer.grow = &Owned::grow;
}

TapeBuffer::~TapeBuffer() = default;

crossdock_tape_writer& TapeBuffer::writer() noexcept { return owned_->writer; }

const crossdock_tape_view& TapeBuffer::view(std::string_view source) {
    const crossdock_tape_writer& writer = owned_->writer;
    owned_->names.clear();
    owned_->name_views.clear();
    for (std::uint32_t index = 0; index < writer.name_count; ++index)
        owned_->names.emplace_back(text(writer.names[index]));
    for (const std::string& name : owned_->names) owned_->name_views.push_back(sdk::view(name));
    crossdock_tape_view& tape = owned_->view;
    tape.struct_size = sizeof tape;
    tape.name_count = writer.name_count;
    tape.events = writer.events;
    tape.event_count = writer.event_count;
    tape.text = {writer.text, writer.text_size};
    tape.source = bytes_view(source);
    tape.names = owned_->name_views.data();
    tape.names_id = writer.names_id;
    return tape;
}

void TapeBuffer::clear() {
    crossdock_tape_writer& writer = owned_->writer;
    writer.event_count = writer.text_size = writer.names_id = 0;
    writer.name_count = 0;
    writer.names = nullptr;
}

std::vector<std::string> TapeBuffer::faults(std::string_view source) {
    const crossdock_tape_view& tape = view(source);
    std::vector<std::string> found;
    std::vector<std::uint32_t> open;
    const auto note = [&found](std::uint64_t index, const std::string& what) {
        found.push_back("event " + std::to_string(index) + ": " + what);
    };
    for (std::uint64_t index = 0; index < tape.event_count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        if (event.name >= tape.name_count) note(index, "its name is not among the tape's names");
        if (event.kind == CROSSDOCK_TAPE_BEGIN) {
            open.push_back(event.name);
        } else if (event.kind == CROSSDOCK_TAPE_END) {
            if (open.empty() || open.back() != event.name)
                note(index, "an END that does not match the BEGIN before it");
            else
                open.pop_back();
        } else if (event.kind == CROSSDOCK_TAPE_VALUE) {
            const std::uint64_t room =
                (event.flags & CROSSDOCK_TAPE_IN_SOURCE) != 0 ? tape.source.size : tape.text.size;
            if (event.text_offset > room || event.text_size > room - event.text_offset)
                note(index, "its text lies outside the tape");
        } else {
            note(index, "kind " + std::to_string(event.kind) + " is none of BEGIN, END, VALUE");
        }
    }
    if (!open.empty()) found.push_back(std::to_string(open.size()) + " group(s) are never closed");
    return found;
}

}  // namespace crossdock::sdk::testing
