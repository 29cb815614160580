#include "plugins/file/reading.hpp"

#include <fmt/format.h>

#include "plugins/file/name_pattern.hpp"

namespace crossdock::file {

Reading::Reading(const sdk::Host& host) : message_(host) {}

void Reading::begin(std::string name, std::unique_ptr<sdk::ReadableFile> file, const sdk::FileStatus& expected) {
    name_ = std::move(name);
    file_ = std::move(file);
    expected_ = expected;
}

Reading::State Reading::advance(std::vector<char>& piece, const std::function<bool()>& may_go_on) {
    do {
        const std::size_t got = file_->read(piece);
        size_ += got;
        if (size_ > expected_.size) return State::changed;
        if (got == 0) return file_->status() == expected_ && size_ == expected_.size ? State::complete : State::changed;
        digest_.add({piece.data(), got});
        message_.write({piece.data(), got});
    } while (may_go_on());
    return State::more;
}

std::string Reading::dedupe_key() { return fmt::format("{}:{}:{}", printable_name(name_), size_, digest_.finish()); }

}  // namespace crossdock::file
