// An output in growing memory, for a format to write into.
#pragma once

#include <crossdock/output.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk::testing {

// One thread at a time.
class OutputBuffer {
public:
    explicit OutputBuffer(std::uint64_t limit_bytes = 1ull << 30);
    OutputBuffer(const OutputBuffer&) = delete;
    OutputBuffer& operator=(const OutputBuffer&) = delete;
    ~OutputBuffer();

    [[nodiscard]] crossdock_output& output() noexcept;
    [[nodiscard]] std::string_view bytes() const noexcept;
    [[nodiscard]] std::vector<crossdock_slot> slots() const;
    // The bytes with the slots of each kind and ordinal replaced by `first_number` + ordinal, as the host does it.
    [[nodiscard]] std::string filled(std::uint64_t first_number = 1) const;
    void clear() noexcept;

private:
    struct Owned;
    std::unique_ptr<Owned> owned_;
};

}  // namespace crossdock::sdk::testing
