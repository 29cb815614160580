// What is asked of an EDI reader for any bytes at all, through the C ABI as the host calls it.
#pragma once

#include <crossdock/cpp/adapter.hpp>
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/fake_adapter.hpp>
#include <crossdock/testing/output_buffer.hpp>
#include <crossdock/testing/recorded_split.hpp>
#include <crossdock/testing/tape_buffer.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::fuzz {

// One adapter, made once, with the shipped dictionaries. `check` ends the program when the reader breaks one of its
// promises:
//   - a split ends OK, says the same whatever the pieces, and its slices lie in the payload, in order;
//   - a decode answers OK or says why not, and its tape is well formed;
//   - a document without findings is written again or refused, and what was written reads as the same document.
// The sanitizers that it is built with watch the rest. One thread.
class EdiReader {
public:
    template <typename Adapter>
    static EdiReader of(sdk::testing::FakeHost& host) {
        host.config.set("dictionaries", CROSSDOCK_SOURCE_DIR "/mappings/dictionaries");
        return EdiReader(sdk::testing::FakeAdapter::of<Adapter>(host));
    }

    void check(std::string_view payload);

private:
    explicit EdiReader(sdk::testing::FakeAdapter adapter);
    struct Message;
    [[nodiscard]] std::vector<Message> split(std::string_view payload, std::size_t piece_size, std::string& told) const;
    void check_message(const Message& message);
    void check_written(const Message& message, const crossdock_tape_view& tape);

    sdk::testing::FakeAdapter adapter_;
    const crossdock_format* format_ = nullptr;
};

}  // namespace crossdock::fuzz
