#include "host/dictionary/x12/records.hpp"

#include <fmt/format.h>

namespace crossdock::dictionary::x12 {

namespace {

// False where the line is not as records are.
bool split(std::string_view line, std::vector<std::string>& values) {
    for (;;) {
        std::string value;
        if (line.starts_with('"')) {
            line.remove_prefix(1);
            for (;;) {
                const std::size_t quote = line.find('"');
                if (quote == std::string_view::npos) return false;
                value += line.substr(0, quote);
                line.remove_prefix(quote + 1);
                if (!line.starts_with('"')) break;
                value += '"';
                line.remove_prefix(1);
            }
        } else if (!line.empty() && line.front() != ',') {
            return false;
        }
        values.emplace_back(trimmed(value));
        if (line.empty()) return true;
        if (line.front() != ',') return false;
        line.remove_prefix(1);
    }
}

}  // namespace

Result<std::vector<Record>> read_records(const SourceFile& file, std::size_t least, std::size_t most,
                                         std::string_view columns) {
    std::vector<Record> records;
    for (std::size_t index = 0; index < file.lines().size(); ++index) {
        if (trimmed(file.lines()[index]).empty()) continue;
        Record record{index + 1, {}};
        if (!split(trimmed(file.lines()[index]), record.values))
            return file.error(record.line, fmt::format("this is no record: values in double quotes with commas between "
                                                       "them would be right, {}",
                                                       columns));
        if (record.values.size() < least || record.values.size() > most)
            return file.error(record.line,
                              fmt::format("{} values; {}{} would be right: {}", record.values.size(), least,
                                          most == least ? "" : fmt::format(" to {}", most), columns));
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace crossdock::dictionary::x12
