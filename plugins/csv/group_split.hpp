// Cutting a stream of rows where the value of a column changes.
#pragma once

#include <crossdock/cpp/whole_payload_split.hpp>

#include <string>

#include "plugins/csv/record_reader.hpp"
#include "plugins/csv/settings.hpp"

namespace crossdock::csv {

// Rows that follow each other with the same value in the column `group-by` are one slice. The header travels as the
// context of an interchange envelope, which is how it reaches `decode`. Keeps one record at most. Throws
// `csv.empty`, `csv.bad-header`, `csv.no-group-column`, `csv.too-large`. A file that ends inside quotes gives the
// finding `csv.quote-not-closed` and an incomplete slice. Limitation: the same value further down is another slice.
class GroupSplit : public sdk::Split {
public:
    GroupSplit(const crossdock_split_events& events, const Settings& settings) : events_(events), settings_(settings) {}
    void feed(std::string_view piece) override;
    void close() override;

private:
    enum class State : std::uint8_t { field_start, unquoted, quoted, after_quote };

    // Takes one byte of the record; true when it ends the record.
    bool take(char byte) noexcept;
    void end_record(std::string_view record);
    void begin_rows(std::string_view header);
    void find_group_column(const std::vector<std::string>& columns);
    void end_group(bool complete);
    void check_size(std::uint64_t size) const;

    crossdock_split_events events_;
    Settings settings_;
    sdk::ByteOrderMark mark_;
    State state_ = State::field_start;
    std::string pending_;            // the part of the record that came in earlier pieces
    std::uint64_t offset_ = 0;       // of the record being read
    std::uint32_t line_ = 1;         // likewise
    std::uint32_t line_breaks_ = 0;  // in it
    std::size_t column_ = 0;
    bool begun_ = false;  // the header is known, rows follow
    bool in_group_ = false;
    std::string value_;  // of the group
    std::uint64_t group_begin_ = 0;
    std::uint64_t group_end_ = 0;
    std::uint32_t group_line_ = 1;
    std::uint32_t group_count_ = 0;
    Record record_;
};

}  // namespace crossdock::csv
