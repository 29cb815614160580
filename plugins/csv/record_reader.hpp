// Records and fields of CSV text (RFC 4180, with any delimiter and quote, and LF or CR LF as the line end).
#pragma once

#include <crossdock/cpp/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::csv {

enum class Mistake : std::uint8_t { none, stray_quote, text_after_quote, quote_not_closed };

struct Field {
    std::size_t offset = 0;  // of its text, after an opening quote
    std::size_t size = 0;
    bool quoted = false;
    bool doubled = false;  // has doubled quotes, which stand for one
    Mistake mistake = Mistake::none;
};

struct Record {
    std::vector<Field> fields;
    std::size_t offset = 0;
    std::size_t end = 0;     // after its line end
    std::uint32_t line = 1;  // where it begins
    // A line with nothing on it.
    [[nodiscard]] bool blank() const { return fields.size() == 1 && fields[0].size == 0 && !fields[0].quoted; }
};

// Reads text that is all there. A mistake in quoting ends at the next delimiter or line end, and the field is taken as
// it is written; a quote that is not closed takes the rest of the text. A byte order mark is skipped. One thread.
class RecordReader {
public:
    RecordReader(std::string_view source, char delimiter, char quote, std::uint32_t first_line = 1) noexcept
        : source_(source),
          delimiter_(delimiter),
          quote_(quote),
          at_(source.starts_with(sdk::utf8_byte_order_mark) ? sdk::utf8_byte_order_mark.size() : 0),
          line_(first_line == 0 ? 1 : first_line) {}

    // False at the end.
    bool next(Record& record);

    [[nodiscard]] std::string_view raw(const Field& field) const { return source_.substr(field.offset, field.size); }
    // The field's text; `copy` holds it where doubled quotes have to go.
    [[nodiscard]] std::string_view text(const Field& field, std::string& copy) const;

private:
    Field unquoted();
    Field quoted();
    [[nodiscard]] bool at_line_end(std::size_t at) const noexcept {
        return source_[at] == '\n' || (source_[at] == '\r' && at + 1 < source_.size() && source_[at + 1] == '\n');
    }
    [[nodiscard]] std::size_t find_field_end(std::size_t from) const noexcept;

    std::string_view source_;
    char delimiter_;
    char quote_;
    std::size_t at_;
    std::uint32_t line_;
};

}  // namespace crossdock::csv
