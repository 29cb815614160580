#include "host/commands/edi/input.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <random>

namespace crossdock::commands::edi {

namespace {

namespace fs = std::filesystem;

Error unreadable(const std::string& name) {
    return Error{"edi.no-file", ErrorClass::configuration, fmt::format("{} cannot be read", name)};
}

}  // namespace

Result<Input> Input::open(const std::string& name) {
    Input input;
    input.name_ = name == "-" ? "standard input" : name;
    fs::path path = name;
    std::error_code ignored;
    if (name == "-") {
        path = fs::temp_directory_path(ignored) / fmt::format("crossdock-input-{:08x}", std::random_device{}());
        fs::create_directory(path, ignored);
        fs::permissions(path, fs::perms::owner_all, ignored);
        input.scratch_ = std::make_unique<ScratchFolder>(path);
        path /= "bytes";
        std::ofstream kept(path, std::ios::binary);
        if (std::cin.peek() != std::istream::traits_type::eof()) kept << std::cin.rdbuf();
        kept.close();
        if (!kept || std::cin.bad()) return unreadable(input.name_);
    }
    if (!fs::is_directory(path, ignored)) input.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (input.file_ == nullptr || !*input.file_) return unreadable(input.name_);
    return input;
}

Result<std::string> Input::read(std::uint64_t offset, std::uint64_t size) const {
    std::string bytes(size, '\0');
    file_->clear();
    file_->seekg(static_cast<std::streamoff>(offset));
    file_->read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (file_->bad()) return unreadable(name_);
    bytes.resize(static_cast<std::size_t>(file_->gcount()));
    return bytes;
}

}  // namespace crossdock::commands::edi
