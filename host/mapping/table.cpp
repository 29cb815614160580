#include "host/mapping/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <iterator>

#include "host/mapping/spelling.hpp"

namespace crossdock::mapping {

namespace {

// One field at a time (RFC 4180: quotes around what holds a comma, a quote or a line break; doubled quotes within).
class CsvReader {
public:
    CsvReader(std::string_view text, std::string_view source, std::vector<Error>& errors)
        : text_(text), source_(source), errors_(errors) {
        if (text_.starts_with("\xEF\xBB\xBF")) line_begin_ = at_ = 3;
    }

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }
    [[nodiscard]] std::uint32_t line() const { return line_; }
    [[nodiscard]] char peek() const { return done() ? '\0' : text_[at_]; }

    std::string_view rest_of_line() {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string_view line = text_.substr(at_, end - at_);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at_ = end;
        end_line();
        return line;
    }

    struct Field {
        std::string text;
        std::uint32_t column = 1;
    };
    std::vector<Field> record() {
        std::vector<Field> fields;
        do {
            fields.push_back(field());
        } while (take(','));
        take('\r');
        if (!done() && peek() != '\n') {
            report(column(), "after a closing quote there is a comma or the end of the line");
            at_ = std::min(text_.find('\n', at_), text_.size());
        }
        end_line();
        return fields;
    }

    void report(std::uint32_t column, std::string text) { report(line_, column, std::move(text)); }
    void report(std::uint32_t line, std::uint32_t column, std::string text) {
        errors_.push_back({"map.bad-table", ErrorClass::configuration, std::move(text),
                           Position{std::string(source_), line, column}});
    }

private:
    bool take(char c) {
        if (peek() != c || done()) return false;
        ++at_;
        return true;
    }
    void end_line() {
        if (!take('\n')) return;
        ++line_;
        line_begin_ = at_;
    }
    [[nodiscard]] std::uint32_t column() const { return static_cast<std::uint32_t>(at_ - line_begin_ + 1); }

    Field field() {
        Field field{{}, column()};
        if (!take('"')) {
            const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
            field.text = text_.substr(at_, end - at_);
            at_ = end;
            return field;
        }
        const std::uint32_t line = line_;
        for (;;) {
            if (done()) {
                report(line, field.column, "this quote is not closed");
                return field;
            }
            const char c = text_[at_++];
            if (c == '"' && !take('"')) return field;
            field.text += c;
            if (c == '\n') {
                ++line_;
                line_begin_ = at_;
            }
        }
    }

    std::string_view text_;
    std::string_view source_;
    std::vector<Error>& errors_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    std::uint32_t line_ = 1;
};

bool read_policy(std::string_view line, MissingCode& missing, std::string& default_value) {
    const std::string_view prefix = "#missing=";
    if (!line.starts_with(prefix)) return false;
    const std::string_view policy = line.substr(prefix.size());
    if (policy == "fail") {
        missing = MissingCode::fail;
    } else if (policy == "pass") {
        missing = MissingCode::pass;
    } else if (policy.starts_with("default:") && policy.size() > 8) {
        missing = MissingCode::use_default;
        default_value = policy.substr(8);
    } else {
        return false;
    }
    return true;
}

constexpr std::uint32_t free_place = UINT32_MAX;

// FNV-1a: codes are short.
std::size_t hash_of(std::string_view code) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
    for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3U;
    return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

}  // namespace

std::unique_ptr<const Table> Table::parse(std::string name, std::string_view csv, std::string_view source,
                                          std::vector<Error>& errors) {
    const std::size_t errors_before = errors.size();
    auto table = std::make_unique<Table>();
    table->name_ = std::move(name);
    CsvReader reader(csv, source, errors);
    if (reader.peek() == '#' && !read_policy(reader.rest_of_line(), table->missing_, table->default_value_))
        reader.report(1, 1, "the first line may be '#missing=fail', '#missing=pass' or '#missing=default:VALUE'");

    const std::uint32_t header_line = reader.line();
    const auto header = reader.done() ? std::vector<CsvReader::Field>{} : reader.record();
    const bool with_note = header.size() == 3 && header[2].text == "note";
    if (header.size() < 2 || header[0].text != "from" || header[1].text != "to" || (header.size() > 2 && !with_note))
        reader.report(header_line, 1, "the header is 'from,to' or 'from,to,note'");

    while (!reader.done()) {
        const std::uint32_t line = reader.line();
        auto fields = reader.record();
        if (fields.size() == 1 && fields[0].text.empty()) continue;
        if (fields.size() < 2 || fields.size() > (with_note ? 3U : 2U)) {
            reader.report(line, fields.back().column,
                          fmt::format("this row has {} fields, and the header {}", fields.size(), with_note ? 3 : 2));
            continue;
        }
        if (fields[0].text.empty() || fields[1].text.empty()) {
            reader.report(line, fields[0].text.empty() ? fields[0].column : fields[1].column,
                          "a code is missing; a row has a code on both sides");
            continue;
        }
        Row row{std::move(fields[0].text), std::move(fields[1].text), {}, line};
        if (fields.size() == 3) row.note = std::move(fields[2].text);
        table->rows_.push_back(std::move(row));
    }
    table->index_.assign(std::bit_ceil(table->rows_.size() * 2 + 1), free_place);
    for (std::size_t i = 0; i < table->rows_.size(); ++i) {
        std::uint32_t& place = table->index_[table->place_of(table->rows_[i].from)];
        if (place == free_place)
            place = static_cast<std::uint32_t>(i);
        else
            reader.report(table->rows_[i].line, 1,
                          fmt::format("the code '{}' is in line {} already; a code has one row", table->rows_[i].from,
                                      table->rows_[place].line));
    }
    if (errors.size() != errors_before) return nullptr;
    return table;
}

// Where the code stands in the index, or would stand.
std::size_t Table::place_of(std::string_view code) const {
    const std::size_t mask = index_.size() - 1;
    std::size_t at = hash_of(code) & mask;
    while (index_[at] != free_place && rows_[index_[at]].from != code) at = (at + 1) & mask;
    return at;
}

std::optional<std::string_view> Table::find(std::string_view code) const {
    if (const std::uint32_t known = index_[place_of(code)]; known != free_place) return rows_[known].to;
    switch (missing_) {
        case MissingCode::pass: return code;
        case MissingCode::use_default: return default_value_;
        case MissingCode::fail: break;
    }
    return std::nullopt;
}

std::vector<Error> TableSet::load(const std::filesystem::path& folder) {
    std::vector<Error> errors;
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".csv") files.push_back(entry->path());
    if (error) {
        errors.push_back({"map.unreadable", ErrorClass::configuration,
                          fmt::format("the folder of code tables cannot be read: {}", error.message()),
                          Position{folder.generic_string()}});
        return errors;
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        if (!stream) {
            errors.push_back({"map.unreadable", ErrorClass::configuration, "this code table cannot be read",
                              Position{file.generic_string()}});
            continue;
        }
        if (auto table = Table::parse(file.stem().string(), text, file.generic_string(), errors)) add(std::move(table));
    }
    return errors;
}

void TableSet::add(std::unique_ptr<const Table> table) {
    std::string name = table->name();
    tables_.insert_or_assign(std::move(name), std::move(table));
}

const Table* TableSet::find(std::string_view name) const {
    const auto known = tables_.find(name);
    return known == tables_.end() ? nullptr : known->second.get();
}

std::vector<std::string_view> TableSet::names() const {
    std::vector<std::string_view> names;
    for (const auto& [name, table] : tables_) names.push_back(name);
    return names;
}

}  // namespace crossdock::mapping
