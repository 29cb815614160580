// Tapes, outputs and options in memory of a test.
#pragma once

#include <crossdock/format.h>
#include <crossdock/tape_writer.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace edi_test {

// A tape in memory of the test. It says to have room for exactly as many events as were asked for last.
class Tape {
public:
    explicit Tape(std::uint64_t event_limit = UINT64_MAX);
    Tape(const Tape&) = delete;
    Tape& operator=(const Tape&) = delete;
    crossdock_tape_writer& writer() { return memory_.writer; }
    crossdock_tape_view view(std::string_view source) const;
    // As lines: `BEG{ BEG01=00 BEG02=SA }`, groups nested, separated by spaces.
    std::string text(std::string_view source) const;

private:
    struct Memory {
        crossdock_tape_writer writer{};
        std::vector<crossdock_tape_event> events;
        std::vector<char> text;
        std::uint64_t limit = 0;
    };
    static crossdock_status grow(crossdock_tape_writer* writer, std::uint64_t events, std::uint64_t text_bytes);
    Memory memory_;
};

// An output in memory of the test.
class Output {
public:
    explicit Output(std::uint64_t limit = UINT64_MAX);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    crossdock_output& raw() { return memory_.output; }
    std::string bytes() const;
    std::vector<crossdock_slot> slots() const;
    crossdock_encoded_view encoded(std::string_view type) const;

private:
    struct Memory {
        crossdock_output output{};
        std::vector<std::uint8_t> data;
        std::vector<crossdock_slot> slots;
        std::uint64_t limit = 0;
    };
    static crossdock_status grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots);
    Memory memory_;
};

// The bytes with their slots filled, by the number that is given for each.
std::string filled(const Output& output, const std::function<std::uint64_t(const crossdock_slot&)>& number);

// Options for one call; the strings given must outlive it.
class Options {
public:
    Options(std::initializer_list<std::pair<std::string_view, std::string_view>> items);
    operator const crossdock_format_options*() const { return &options_; }

private:
    std::vector<crossdock_header_view> items_;
    crossdock_format_options options_{};
};

}  // namespace edi_test
