#include "plugins/csv/group_split.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/finding.hpp>

#include <algorithm>

#include "plugins/csv/columns.hpp"

namespace crossdock::csv {

bool GroupSplit::take(char byte) noexcept {
    if (byte == '\n') ++line_breaks_;
    if (state_ == State::quoted) {
        if (byte == settings_.quote) state_ = State::after_quote;
        return false;
    }
    if (byte == '\n') {
        state_ = State::field_start;
        return true;
    }
    if (byte == settings_.quote && (state_ == State::field_start || state_ == State::after_quote))
        state_ = State::quoted;
    else
        state_ = byte == settings_.delimiter ? State::field_start : State::unquoted;
    return false;
}

void GroupSplit::feed(std::string_view piece) {
    const std::string_view text = mark_.skip(piece);
    if (offset_ == 0) offset_ = mark_.size();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!take(text[at])) continue;
        const std::string_view tail = text.substr(begin, at + 1 - begin);
        begin = at + 1;
        if (pending_.empty()) {
            end_record(tail);
        } else {
            pending_ += tail;
            end_record(pending_);
            pending_.clear();
        }
    }
    pending_ += text.substr(begin);
    check_size(pending_.size());
}

void GroupSplit::end_record(std::string_view bytes) {
    RecordReader reader(bytes, settings_.delimiter, settings_.quote, line_);
    const bool blank = !reader.next(record_) || record_.blank();
    if (!begun_ && !blank) {
        if (settings_.header)
            find_group_column(read_header(reader, record_, offset_));
        else
            find_group_column(settings_.columns);
        begin_rows(settings_.header ? bytes : std::string_view{});
        if (settings_.header) record_.fields.clear();
    }
    if (!blank && !record_.fields.empty()) {
        std::string copy;
        const std::string_view value =
            column_ < record_.fields.size() ? reader.text(record_.fields[column_], copy) : std::string_view{};
        if (!in_group_ || value != value_) {
            end_group(true);
            in_group_ = true;
            value_ = value;
            group_begin_ = offset_;
            group_line_ = line_;
        }
        group_end_ = offset_ + bytes.size();
        check_size(group_end_ - group_begin_);
    }
    offset_ += bytes.size();
    line_ += line_breaks_;
    line_breaks_ = 0;
}

void GroupSplit::find_group_column(const std::vector<std::string>& columns) {
    const auto found = std::find(columns.begin(), columns.end(), settings_.group_by);
    if (found == columns.end())
        throw sdk::Failure::permanent(
            "csv.no-group-column",
            fmt::format("the header has no column '{}', by which rows are grouped", settings_.group_by), offset_);
    column_ = static_cast<std::size_t>(found - columns.begin());
}

void GroupSplit::begin_rows(std::string_view header) {
    begun_ = true;
    crossdock_envelope envelope{};
    envelope.struct_size = sizeof envelope;
    envelope.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
    envelope.context = sdk::view(header);
    envelope.offset = offset_;
    envelope.segment = line_;
    events_.envelope_begin(events_.context, &envelope);
}

void GroupSplit::end_group(bool complete) {
    if (!in_group_) return;
    const crossdock_slice slice = sdk::make_slice(group_begin_, group_end_ - group_begin_, group_line_, complete);
    events_.transaction(events_.context, &slice);
    ++group_count_;
}

void GroupSplit::check_size(std::uint64_t size) const {
    if (size > settings_.size_limit)
        throw sdk::Failure::permanent(
            "csv.too-large",
            fmt::format("the rows from line {} on are larger than size-limit, {} bytes; is a quote not closed?",
                        in_group_ ? group_line_ : line_, settings_.size_limit),
            offset_);
}

void GroupSplit::close() {
    const bool closed = state_ != State::quoted;
    if (!pending_.empty()) end_record(pending_);
    if (!begun_) throw sdk::Failure::permanent("csv.empty", "the file is empty; rows were expected", 0);
    if (!closed) {
        const crossdock_finding missing =
            sdk::finding({.scope = CROSSDOCK_SCOPE_INTERCHANGE,
                          .code = "csv.quote-not-closed",
                          .text = "the file ends inside a quoted field; a closing quote was expected",
                          .offset = offset_,
                          .line = line_});
        events_.finding(events_.context, &missing);
    }
    end_group(closed);
    crossdock_envelope_end end{};
    end.struct_size = sizeof end;
    end.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
    end.complete = 1;
    end.counted = group_count_;
    end.declared = group_count_;
    end.offset = offset_;
    events_.envelope_end(events_.context, &end);
}

}  // namespace crossdock::csv
