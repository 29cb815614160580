#include "host/document/tape_store.hpp"

#include <exception>

namespace crossdock {

TapeStore::TapeStore(TapeLimits limits) : events_(256, limits.events_max), text_(4096, limits.text_bytes_max) {}

crossdock_tape_writer& TapeStore::start() {
    static_assert(offsetof(Writer, table) == 0);
    writer_ = {};
    writer_.store = this;
    crossdock_tape_writer& table = writer_.table;
    table.struct_size = sizeof table;
    table.events = events_.data();
    table.event_capacity = events_.capacity();
    table.text = text_.data();
    table.text_capacity = text_.capacity();
    table.grow = &TapeStore::grow;
    return table;
}

crossdock_status TapeStore::grow(crossdock_tape_writer* tape, std::uint64_t events, std::uint64_t text_bytes) {
    TapeStore& store = *reinterpret_cast<Writer*>(tape)->store;
    bool grown = false;
    try {
        grown = store.events_.grow(tape->event_count, events) && store.text_.grow(tape->text_size, text_bytes);
    } catch (const std::exception&) {
        grown = false;
    }
    tape->events = store.events_.data();
    tape->event_capacity = store.events_.capacity();
    tape->text = store.text_.data();
    tape->text_capacity = store.text_.capacity();
    return grown ? CROSSDOCK_OK : CROSSDOCK_FAILED;
}

Result<crossdock_tape_view> TapeStore::view(crossdock_bytes_view source) const {
    const crossdock_tape_writer& table = writer_.table;
    if (table.event_count > events_.capacity() || table.text_size > text_.capacity())
        return Error{"tape.writer", ErrorClass::permanent,
                     "the plugin says it wrote more than the tape has room for; it must call grow first"};
    crossdock_tape_view tape{};
    tape.struct_size = sizeof tape;
    tape.name_count = table.name_count;
    tape.events = events_.data();
    tape.event_count = table.event_count;
    tape.text = {text_.data(), table.text_size};
    tape.source = source;
    tape.names = table.names;
    tape.names_id = table.names_id;
    return tape;
}

}  // namespace crossdock
