// Writes tapes event by event, right ones and wrong ones.
#pragma once

#include <crossdock/tape.h>

#include <string>
#include <string_view>
#include <vector>

namespace crossdock::testing {

// Names and texts must outlive the view.
class TapeMaker {
public:
    explicit TapeMaker(std::vector<std::string_view> names, std::string_view source = {}) : source_(source) {
        for (const std::string_view name : names) names_.push_back({name.data(), name.size()});
    }

    TapeMaker& begin(std::uint32_t name, std::uint8_t flags = 0) { return add(CROSSDOCK_TAPE_BEGIN, name, flags); }
    TapeMaker& end(std::uint32_t name) { return add(CROSSDOCK_TAPE_END, name, 0); }
    TapeMaker& value(std::uint32_t name, std::string_view text, std::uint8_t flags = 0) {
        add(CROSSDOCK_TAPE_VALUE, name, flags);
        events_.back().text_offset = text_.size();
        events_.back().text_size = static_cast<std::uint32_t>(text.size());
        text_ += text;
        return *this;
    }
    TapeMaker& source_value(std::uint32_t name, std::uint64_t offset, std::uint32_t size) {
        add(CROSSDOCK_TAPE_VALUE, name, CROSSDOCK_TAPE_IN_SOURCE);
        events_.back().text_offset = offset;
        events_.back().text_size = size;
        return *this;
    }
    crossdock_tape_event& last() { return events_.back(); }

    crossdock_tape_view view(std::uint64_t names_id = 0) const {
        crossdock_tape_view tape{};
        tape.struct_size = sizeof tape;
        tape.name_count = static_cast<std::uint32_t>(names_.size());
        tape.events = events_.data();
        tape.event_count = events_.size();
        tape.text = {text_.data(), text_.size()};
        tape.source = {reinterpret_cast<const std::uint8_t*>(source_.data()), source_.size()};
        tape.names = names_.data();
        tape.names_id = names_id;
        return tape;
    }

private:
    TapeMaker& add(std::uint8_t kind, std::uint32_t name, std::uint8_t flags) {
        crossdock_tape_event event{};
        event.kind = kind;
        event.flags = flags;
        event.name = name;
        event.source_offset = CROSSDOCK_NO_OFFSET;
        events_.push_back(event);
        return *this;
    }

    std::vector<crossdock_tape_event> events_;
    std::vector<crossdock_text_view> names_;
    std::string text_;
    std::string_view source_;
};

}  // namespace crossdock::testing
