// Code tables: what one side calls X the other calls Y, as CSV files beside the maps.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::mapping {

// What a look-up of a code that is not in the table gives.
enum class MissingCode : std::uint8_t {
    fail,         // the map's run fails, and says so
    use_default,  // the table's default
    pass,         // the code itself
};

// One table, immutable and thread-safe. The file (docs/reference/code-tables.md): an optional first line
// `#missing=fail`, `#missing=pass` or `#missing=default:VALUE`, then the header `from,to[,note]`, then the rows.
class Table {
public:
    struct Row {
        std::string from;
        std::string to;
        std::string note;
        std::uint32_t line = 0;
    };

    // `source` names the text in errors. Returns every mistake in `errors` when there is one, and null.
    static std::unique_ptr<const Table> parse(std::string name, std::string_view csv, std::string_view source,
                                              std::vector<Error>& errors);

    // The code on the other side, by the policy when it is missing; nothing when that is to fail. The text lives as
    // long as the table, or is `code` itself with `MissingCode::pass`.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view code) const;
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] MissingCode missing() const { return missing_; }
    [[nodiscard]] const std::string& default_value() const { return default_value_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

private:
    std::string name_;
    MissingCode missing_ = MissingCode::fail;
    std::string default_value_;
    std::vector<Row> rows_;
    [[nodiscard]] std::size_t place_of(std::string_view code) const;

    std::vector<std::uint32_t> index_;  // a hash table of places in rows_, half of it free at least
};

// The tables of a deployment by name. Filled by one thread, then only read, by any. Maps that were compiled with it
// point into it: it lives as long as they.
class TableSet {
public:
    // Reads every `*.csv` of `folder`; a table's name is its file's without `.csv`. A later folder's table replaces an
    // earlier one of that name, so that a site overrides what ships. All mistakes are returned, not the first only.
    std::vector<Error> load(const std::filesystem::path& folder);
    void add(std::unique_ptr<const Table> table);

    [[nodiscard]] const Table* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> names() const;

private:
    std::map<std::string, std::unique_ptr<const Table>, std::less<>> tables_;
};

}  // namespace crossdock::mapping
