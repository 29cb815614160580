// Tapes written by a test, for `encode` to read.
#pragma once

#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/tape_buffer.hpp>

#include <deque>
#include <map>

namespace crossdock::sdk::testing {

// TapeBuilder().begin("order").value("number", "4711").end().view(). The view lives as long as the builder.
class TapeBuilder {
public:
    TapeBuilder& begin(const std::string& name, std::uint8_t flags = 0) {
        open_.push_back(index_of(name));
        return append(CROSSDOCK_TAPE_BEGIN, open_.back(), flags, {});
    }
    TapeBuilder& end() {
        const std::uint32_t name = open_.back();
        open_.pop_back();
        return append(CROSSDOCK_TAPE_END, name, 0, {});
    }
    TapeBuilder& value(const std::string& name, std::string_view value, std::uint8_t flags = 0) {
        return append(CROSSDOCK_TAPE_VALUE, index_of(name), flags, value);
    }
    TapeBuilder& number(const std::string& name, std::string_view digits) {
        return value(name, digits, CROSSDOCK_TAPE_NUMBER);
    }
    // The event before: set what EDI positions need.
    [[nodiscard]] crossdock_tape_event& last() { return tape_.writer().events[tape_.writer().event_count - 1]; }
    [[nodiscard]] const crossdock_tape_view& view() {
        names_.clear();
        for (const std::string& name : spelled_) names_.push_back(sdk::view(name));
        tape_.writer().names = names_.data();
        tape_.writer().name_count = static_cast<std::uint32_t>(names_.size());
        tape_.writer().names_id = 1;
        return tape_.view({});
    }

private:
    std::uint32_t index_of(const std::string& name) {
        const auto [found, added] = indices_.emplace(name, static_cast<std::uint32_t>(spelled_.size()));
        if (added) spelled_.push_back(name);
        return found->second;
    }
    TapeBuilder& append(std::uint8_t kind, std::uint32_t name, std::uint8_t flags, std::string_view value) {
        crossdock_tape_event event{};
        event.kind = kind;
        event.flags = flags;
        event.name = name;
        static_cast<void>(crossdock_tape_append_text(&tape_.writer(), event, value.data(), value.size()));
        return *this;
    }

    TapeBuffer tape_;
    std::deque<std::string> spelled_;
    std::map<std::string, std::uint32_t> indices_;
    std::vector<crossdock_text_view> names_;
    std::vector<std::uint32_t> open_;
};

}  // namespace crossdock::sdk::testing
