#include "plugins/csv/record_reader.hpp"

#include <algorithm>

namespace crossdock::csv {

bool RecordReader::next(Record& record) {
    if (at_ == source_.size()) return false;
    record.fields.clear();
    record.offset = at_;
    record.line = line_;
    for (;;) {
        const bool opens = at_ < source_.size() && source_[at_] == quote_;
        record.fields.push_back(opens ? quoted() : unquoted());
        if (at_ == source_.size() || source_[at_] != delimiter_) break;
        ++at_;
    }
    if (at_ < source_.size()) {
        at_ += source_[at_] == '\r' ? 2 : 1;
        ++line_;
    }
    record.end = at_;
    return true;
}

std::size_t RecordReader::find_field_end(std::size_t from) const noexcept {
    while (from < source_.size() && source_[from] != delimiter_ && !at_line_end(from)) ++from;
    return from;
}

Field RecordReader::unquoted() {
    Field field;
    field.offset = at_;
    at_ = find_field_end(at_);
    field.size = at_ - field.offset;
    if (raw(field).find(quote_) != std::string_view::npos) field.mistake = Mistake::stray_quote;
    return field;
}

Field RecordReader::quoted() {
    Field field;
    field.quoted = true;
    field.offset = at_ + 1;
    std::size_t close = field.offset;
    for (;; close += 2) {
        close = source_.find(quote_, close);
        if (close == std::string_view::npos) {
            field.mistake = Mistake::quote_not_closed;
            close = source_.size();
            break;
        }
        if (close + 1 == source_.size() || source_[close + 1] != quote_) break;
        field.doubled = true;
    }
    field.size = close - field.offset;
    line_ += static_cast<std::uint32_t>(std::count(source_.begin() + static_cast<std::ptrdiff_t>(field.offset),
                                                   source_.begin() + static_cast<std::ptrdiff_t>(close), '\n'));
    at_ = std::min(close + 1, source_.size());
    const std::size_t end = find_field_end(at_);
    if (end != at_) {
        field.mistake = Mistake::text_after_quote;
        field.doubled = false;
        field.offset -= 1;
        field.size = end - field.offset;
        at_ = end;
    }
    return field;
}

std::string_view RecordReader::text(const Field& field, std::string& copy) const {
    if (!field.doubled) return raw(field);
    copy.clear();
    const std::string_view written = raw(field);
    for (std::size_t at = 0; at < written.size(); ++at) {
        copy += written[at];
        if (written[at] == quote_) ++at;
    }
    return copy;
}

}  // namespace crossdock::csv
