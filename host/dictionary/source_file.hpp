// A text file of somebody's tables: its lines in UTF-8, and errors that name them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/base/sha256.hpp"

namespace crossdock::dictionary {

// The file is UTF-8, or in the code page of its time: 437, the one with lines and corners, where whole lines are drawn
// with it, else Windows-1252. Lines and corners become `-`, `|` and `+`, so that a drawn table is as one in plain
// ASCII. Lines have no line end and no white space behind; a form feed is a line end.
class SourceFile {
public:
    // `name` stands in errors. Adds the name and the bytes to `digest`. Error `dictionary.unreadable`.
    static Result<SourceFile> read(const std::filesystem::path& path, std::string name, Sha256& digest);
    SourceFile(std::string name, std::string_view bytes);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    // Lines count from 1; 0 is the file as a whole. Error `dictionary.bad-source`.
    [[nodiscard]] Error error(std::size_t line, std::string text) const;

private:
    std::string name_;
    std::vector<std::string> lines_;
};

// What an import leaves out, and why.
struct PassedOver {
    std::string file;
    std::size_t line = 0;  // 0: the file as a whole
    std::string text;
    bool damage = false;  // somebody would want it, and it cannot be read
};
using PassedOverList = std::vector<PassedOver>;

// Of a text: without white space at both ends; its words.
std::string_view trimmed(std::string_view text);
std::vector<std::string_view> words_of(std::string_view text);
// Decimal digits and nothing else, at most `no_limit` - 1; false when it is not that.
bool read_number(std::string_view text, std::uint32_t& number);
bool all_digits(std::string_view text);

}  // namespace crossdock::dictionary
