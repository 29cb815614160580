// The bytes of a file that a person named, or of standard input.
#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "host/base/result.hpp"
#include "host/commands/site_loader.hpp"

namespace crossdock::commands::edi {

// Bytes that can be read at any place, however many there are; standard input is kept in a temporary file. Used by one
// thread.
class Input {
public:
    // `-` is standard input. Error `edi.no-file`.
    static Result<Input> open(const std::string& name);

    [[nodiscard]] const std::string& name() const { return name_; }
    // At most `size` bytes from `offset`; fewer only at the end. Error `edi.no-file` when they cannot be read.
    [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::uint64_t size) const;

private:
    std::string name_;
    std::unique_ptr<ScratchFolder> scratch_;  // outlives the file
    std::unique_ptr<std::ifstream> file_;
};

}  // namespace crossdock::commands::edi
