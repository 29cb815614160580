// The lines of a UN/EDIFACT directory: blocks between rules, change marks in the first columns, rows of a table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary::edifact {

// The lines between two rules of dashes: one segment, composite or element. What stands before the first rule, the
// title page, is none.
struct Block {
    std::size_t first_line = 0;           // its number in the file
    std::vector<std::string_view> lines;  // of the file
};
std::vector<Block> blocks_of(const SourceFile& file);

// `+ * # | X -`: added, changed in structure, renamed, changed in text, to be deleted.
bool is_change_mark(char c);
// The line with blanks in place of change marks in its first three columns.
std::string without_marks(std::string_view line);
// The words of a line, without those that are change marks in front.
std::vector<std::string_view> words_without_marks(std::string_view line);

// `an..35`, `n6`, `a..3`: false when it is none.
struct Representation {
    std::string type;  // `AN`, `N`, `A`
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    bool operator==(const Representation&) const = default;
};
bool read_representation(std::string_view text, Representation& representation);

// `010    C082 PARTY IDENTIFICATION DETAILS   C    1`: a name may go on in further lines, with the status behind it.
struct Row {
    std::size_t line = 0;
    std::string position;  // three digits
    std::string id;
    bool required = false;
    std::uint32_t repeat = 1;
    std::optional<Representation> representation{};
};
// The rows of a block; components that a segment lists below a composite are none. Error `dictionary.bad-source` with
// the line of a row that is not understood.
Result<std::vector<Row>> rows_of(const SourceFile& file, const Block& block);

}  // namespace crossdock::dictionary::edifact
