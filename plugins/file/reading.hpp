// One claimed file on its way into the host.
#pragma once

#include <crossdock/cpp/files.hpp>
#include <crossdock/cpp/source.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plugins/file/digest.hpp"

namespace crossdock::file {

// Reads in pieces, so that other work may come between them; abandons its message unless committed. One thread.
class Reading {
public:
    enum class State { more, complete, changed };

    explicit Reading(const sdk::Host& host);
    // False when the host has no credit for another message.
    [[nodiscard]] bool has_credit() const noexcept { return message_.opened(); }
    // Whether there is a file to read: a failure may come between the message and its file.
    [[nodiscard]] bool has_file() const noexcept { return file_ != nullptr; }
    // `expected` is what the file looked like when it was complete.
    void begin(std::string name, std::unique_ptr<sdk::ReadableFile> file, const sdk::FileStatus& expected);
    // Reads on while `may_go_on` says so. `changed`: the file is not what it was when it was found complete.
    State advance(std::vector<char>& piece, const std::function<bool()>& may_go_on);
    // What makes the file the same one when it comes again. To be called once, when complete.
    std::string dedupe_key();

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const sdk::FileStatus& expected() const noexcept { return expected_; }
    [[nodiscard]] sdk::OpenMessage& message() noexcept { return message_; }

private:
    std::string name_;
    sdk::OpenMessage message_;
    std::unique_ptr<sdk::ReadableFile> file_;
    sdk::FileStatus expected_;
    Digest digest_;
    std::uint64_t size_ = 0;
};

}  // namespace crossdock::file
