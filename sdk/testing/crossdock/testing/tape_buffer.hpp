// A tape in growing memory, for a format to write into, and what came of it.
#pragma once

#include <crossdock/tape_writer.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk::testing {

// One thread at a time.
class TapeBuffer {
public:
    struct Limits {
        std::uint64_t events = 10'000'000;
        std::uint64_t text_bytes = 1ull << 30;
    };
    TapeBuffer() : TapeBuffer(Limits()) {}
    explicit TapeBuffer(Limits limits);
    TapeBuffer(const TapeBuffer&) = delete;
    TapeBuffer& operator=(const TapeBuffer&) = delete;
    ~TapeBuffer();

    // What `decode` and `acknowledge` are handed.
    [[nodiscard]] crossdock_tape_writer& writer() noexcept;
    // The complete tape over `source`, which must outlive it. Copies the names, so ask while the adapter lives.
    [[nodiscard]] const crossdock_tape_view& view(std::string_view source);
    void clear();

    // What is wrong with the tape as written: groups that do not close, names or text out of range, a line each.
    [[nodiscard]] std::vector<std::string> faults(std::string_view source);

private:
    struct Owned;
    std::unique_ptr<Owned> owned_;
};

enum class Positions { hidden, shown };

// A tape as text, one event a line, groups indented:
//   order {
//     number = "4711"
//   }
// With positions a line ends like ` element 3.1 @ byte 120 line 4`.
std::string print_tape(const crossdock_tape_view& tape, Positions positions = Positions::hidden);

}  // namespace crossdock::sdk::testing
