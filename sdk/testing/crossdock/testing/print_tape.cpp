// A tape as text.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/tape_buffer.hpp>

namespace crossdock::sdk::testing {

namespace {

std::string quoted(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            out += '\\';
            out += character;
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x";
            out += digits[byte >> 4u];
            out += digits[byte & 15u];
        } else {
            out += character;
        }
    }
    return out + '"';
}

std::string value_of(const crossdock_tape_view& tape, const crossdock_tape_event& event) {
    if ((event.flags & CROSSDOCK_TAPE_NULL) != 0) return "null";
    const std::string_view value = text(crossdock_tape_text(&tape, &event));
    const bool bare = (event.flags & (CROSSDOCK_TAPE_NUMBER | CROSSDOCK_TAPE_BOOLEAN)) != 0;
    return bare ? std::string(value) : quoted(value);
}

std::string position_of(const crossdock_tape_event& event) {
    std::string out;
    if (event.element != 0) out += " element " + std::to_string(event.element);
    if (event.component != 0) out += "." + std::to_string(event.component);
    if (event.repetition != 0) out += " repetition " + std::to_string(event.repetition);
    return out + " @ byte " + std::to_string(event.source_offset) + " line " + std::to_string(event.line);
}

}  // namespace

std::string print_tape(const crossdock_tape_view& tape, Positions positions) {
    std::string out;
    std::size_t depth = 0;
    for (std::uint64_t index = 0; index < tape.event_count; ++index) {
        const crossdock_tape_event& event = tape.events[index];
        const bool ends = event.kind == CROSSDOCK_TAPE_END;
        if (ends && depth > 0) --depth;
        out.append(2 * depth, ' ');
        if (ends) {
            out += "}\n";
            continue;
        }
        if ((event.flags & CROSSDOCK_TAPE_LIST_ITEM) != 0) out += "- ";
        if ((event.flags & CROSSDOCK_TAPE_ATTRIBUTE) != 0) out += '@';
        out += event.name < tape.name_count ? std::string(text(tape.names[event.name])) : "?";
        out += event.kind == CROSSDOCK_TAPE_BEGIN ? " {" : " = " + value_of(tape, event);
        if (positions == Positions::shown) out += position_of(event);
        out += '\n';
        if (event.kind == CROSSDOCK_TAPE_BEGIN) ++depth;
    }
    return out;
}

}  // namespace crossdock::sdk::testing
