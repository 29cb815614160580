// A format called again and again through the C ABI, as a host calls it, with memory that is kept between the calls.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <crossdock/testing/output_buffer.hpp>

#include "tests/plugins/fake_format.hpp"

namespace crossdock::bench {

[[noreturn]] inline void fail(std::string_view what) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::exit(1);
}

// One thread. A call that fails and a finding end the program: what is measured is the good case.
template <typename Concrete>
class FormatRun {
public:
    explicit FormatRun(std::string type, tests::Options properties = {})
        : type_(std::move(type)), format_(std::move(properties)) {
        if (!format_.init_error().empty()) fail(format_.init_error());
        findings_.struct_size = sizeof findings_;
        findings_.report = [](void*, const crossdock_finding* finding) { fail(sdk::text(finding->text)); };
        events_.struct_size = sizeof events_;
        events_.context = this;
        events_.envelope_begin = [](void*, const crossdock_envelope*) {};
        events_.transaction = [](void* self, const crossdock_slice*) { ++static_cast<FormatRun*>(self)->slices_; };
        events_.envelope_end = [](void*, const crossdock_envelope_end*) {};
        events_.finding = findings_.report;
    }

    // How many documents there are in `payload`, fed in pieces.
    std::uint64_t split(std::string_view payload, std::size_t piece_size) {
        begin_split();
        for (; !payload.empty(); payload.remove_prefix(std::min(piece_size, payload.size())))
            feed_split(payload.substr(0, piece_size));
        return end_split();
    }
    void begin_split() {
        slices_ = 0;
        check(format_.table().split_open(format_.self(), &events_, nullptr, &split_, &error_));
    }
    void feed_split(std::string_view piece) {
        check(format_.table().split_feed(format_.self(), split_, sdk::bytes_view(piece), &error_));
    }
    std::uint64_t end_split() {
        check(format_.table().split_close(format_.self(), std::exchange(split_, nullptr), &error_));
        return slices_;
    }

    // The tape is valid until the next decode.
    crossdock_tape_view decode(std::string_view source, std::string_view interchange_context = {}) {
        crossdock_decode_request request{};
        request.struct_size = sizeof request;
        request.first_segment = 1;
        request.source = sdk::bytes_view(source);
        request.type = sdk::view(type_);
        request.interchange_context = sdk::view(interchange_context);
        tape_.clear();
        check(format_.table().decode(format_.self(), &request, tape_.writer(), &findings_, &error_));
        return tape_.view(source);
    }

    // The output is valid until the next encode.
    const sdk::testing::OutputBuffer& encode(const crossdock_tape_view& document) {
        crossdock_encode_request request{};
        request.struct_size = sizeof request;
        request.type = sdk::view(type_);
        request.document = &document;
        encoded_.clear();
        check(format_.table().encode(format_.self(), &request, &encoded_.output(), &error_));
        return encoded_;
    }

    // The size of the interchange.
    std::uint64_t assemble(const crossdock_assemble_request& request) {
        assembled_.clear();
        check(format_.table().assemble(format_.self(), &request, &assembled_.output(), &error_));
        return assembled_.bytes().size();
    }

    [[nodiscard]] const std::string& type() const { return type_; }

private:
    void check(crossdock_status status) const {
        if (status != CROSSDOCK_OK) fail(error_.text);
    }

    std::string type_;
    tests::FormatUnderTest<Concrete> format_;
    crossdock_findings findings_{};
    crossdock_split_events events_{};
    crossdock_error error_ = sdk::empty_error();
    tests::Tape tape_;
    sdk::testing::OutputBuffer encoded_;
    sdk::testing::OutputBuffer assembled_;
    void* split_ = nullptr;
    std::uint64_t slices_ = 0;
};

// A tape as the host makes it of a mapped document: names of its own without an id, text copied. Groups named in
// `without` are left out.
class MappedTape {
public:
    explicit MappedTape(const crossdock_tape_view& decoded, std::initializer_list<std::string_view> without = {}) {
        bool left_out = false;
        for (std::uint64_t index = 0; index < decoded.event_count; ++index) {
            const crossdock_tape_event& event = decoded.events[index];
            const std::string_view name = sdk::text(decoded.names[event.name]);
            if (std::find(without.begin(), without.end(), name) != without.end())
                left_out = event.kind == CROSSDOCK_TAPE_BEGIN;
            else if (left_out)
                continue;
            else if (event.kind == CROSSDOCK_TAPE_BEGIN)
                tape_.begin(std::string(name), event.flags);
            else if (event.kind == CROSSDOCK_TAPE_END)
                tape_.end();
            else
                tape_.value(std::string(name), sdk::text(crossdock_tape_text(&decoded, &event)),
                            event.flags & ~CROSSDOCK_TAPE_IN_SOURCE);
        }
        view_ = tape_.view();
    }
    MappedTape(const MappedTape&) = delete;
    MappedTape& operator=(const MappedTape&) = delete;
    ~MappedTape() = default;

    [[nodiscard]] const crossdock_tape_view& view() const { return view_; }

private:
    tests::TapeByHand tape_;
    crossdock_tape_view view_{};
};

}  // namespace crossdock::bench
