#include "plugins/csv/columns.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/name_cache.hpp>

#include <unordered_set>

namespace crossdock::csv {

std::vector<std::string> read_header(const RecordReader& reader, const Record& record, std::uint64_t text_offset) {
    std::vector<std::string> columns;
    std::unordered_set<std::string> known;
    std::string copy;
    const auto fail = [&](const Field& field, std::string_view what) {
        throw sdk::Failure::permanent("csv.bad-header",
                                      fmt::format("line {}, column {}: {}", record.line, columns.size() + 1, what),
                                      text_offset + field.offset);
    };
    if (record.fields.size() > sdk::DocumentNames::distinct_max)
        fail(record.fields.front(), "the header has too many columns; is the delimiter right?");
    for (const Field& field : record.fields) {
        const std::string_view name = reader.text(field, copy);
        if (field.mistake != Mistake::none) fail(field, "the name is not quoted as CSV wants it");
        if (name.empty()) fail(field, "the column has no name in the header");
        if (!known.emplace(name).second) fail(field, fmt::format("'{}' names two columns", name));
        columns.emplace_back(name);
    }
    return columns;
}

}  // namespace crossdock::csv
