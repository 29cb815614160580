// Elements, composites and segments of the X12 tables.
#include <fmt/format.h>

#include <algorithm>

#include "host/dictionary/x12/records.hpp"
#include "host/dictionary/x12/tables.hpp"

namespace crossdock::dictionary::x12 {

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t uses_max = 64;  // of a dictionary file

// A head file: id and name.
Result<Names> read_names(const SourceFile& file, std::string_view columns) {
    CROSSDOCK_TRY_ASSIGN(const std::vector<Record> records, read_records(file, 2, 2, columns));
    Names names;
    for (const Record& record : records)
        if (!names.emplace(record.values[0], record.values[1]).second)
            return file.error(record.line, fmt::format("{} stands here for the second time", record.values[0]));
    return names;
}

// The type as dictionary files have it; empty when it is none.
std::string type_of(std::string_view type) {
    if (type == "N") return "N0";
    if (type == "B") return "AN";  // binary data
    if (type == "AN" || type == "ID" || type == "R" || type == "DT" || type == "TM") return std::string(type);
    if (type.size() == 2 && type[0] == 'N' && all_digits(type.substr(1))) return std::string(type);
    return {};
}

// Also written `1E+15`: as long as it likes.
bool read_length(std::string_view text, std::uint32_t& length) {
    if (!text.empty() && text.find_first_not_of("0123456789E+") == std::string_view::npos &&
        (text.size() > 5 || text.find('E') != std::string_view::npos)) {
        length = no_limit;
        return text[0] >= '1' && text[0] <= '9';
    }
    if (!all_digits(text) || !read_number(text, length)) return false;
    if (length > largest_limit) length = no_limit;
    return true;
}

Status read_elements(const SourceFile& head, const SourceFile& detail, Dictionary& dictionary,
                     PassedOverList& passed_over) {
    CROSSDOCK_TRY_ASSIGN(Names names, read_names(head, "element, name"));
    constexpr std::string_view columns = "element, type, minimal length, maximal length";
    CROSSDOCK_TRY_ASSIGN(const std::vector<Record> records, read_records(detail, 4, 4, columns));
    for (const Record& record : records) {
        Element element;
        element.id = record.values[0];
        element.type = type_of(record.values[1]);
        if (record.values[1].empty()) {
            element.type = "AN";
            passed_over.push_back(
                {detail.name(), record.line, fmt::format("element {} has no type: it is text here", element.id)});
        }
        if (element.type.empty())
            return detail.error(record.line,
                                fmt::format("'{}' is no data type: AN, ID, R, N, N0 to N9, DT, TM or B would be right",
                                            record.values[1]));
        const bool lengths = read_length(record.values[2], element.min) && read_length(record.values[3], element.max);
        if (lengths && element.max == 0) {
            element.max = no_limit;
            passed_over.push_back({detail.name(), record.line,
                                   fmt::format("element {} has no maximal length: it has none here", element.id)});
        }
        element.min = std::max(element.min, 1U);
        if (!lengths || element.min > element.max || element.min == no_limit)
            return detail.error(record.line, fmt::format("'{}' to '{}' are no lengths: two numbers from 1, the smaller "
                                                         "first, would be right",
                                                         record.values[2], record.values[3]));
        const auto name = names.find(element.id);
        if (name == names.end())
            return detail.error(record.line, fmt::format("element {} is not in {}", element.id, head.name()));
        element.name = name->second;
        if (!dictionary.elements.emplace(element.id, element).second)
            return detail.error(record.line, fmt::format("element {} stands here for the second time", element.id));
    }
    return {};
}

// Adds the use of a record to its shape: `id, sequence, element, requirement` and, of segments, `repetition`.
Status add_use(const SourceFile& file, const Record& record, const Dictionary& dictionary, bool composites_too,
               ById<Shape>& shapes) {
    const std::string& owner = record.values[0];
    const auto shape = shapes.find(owner);
    if (shape == shapes.end()) return file.error(record.line, fmt::format("{} is not in its head file", owner));
    std::uint32_t sequence = 0;
    std::vector<Use>& uses = shape->second.uses;
    if (!read_number(record.values[1], sequence) || sequence != uses.size() + 1)
        return file.error(record.line, fmt::format("position '{}' of {}: {:02} would be right here", record.values[1],
                                                   owner, uses.size() + 1));
    if (uses.size() == uses_max)
        return file.error(record.line, fmt::format("{} has more than {} elements, which no dictionary file may say",
                                                   owner, uses_max));
    Use use;
    use.id = record.values[2];
    if (dictionary.elements.count(use.id) == 0 && (!composites_too || dictionary.composites.count(use.id) == 0))
        return file.error(record.line, fmt::format("{} uses element {}, which no table describes", owner, use.id));
    const std::string& requirement = record.values[3];
    if (requirement != "M" && requirement != "O" && requirement != "C" && requirement != "X" && requirement != "F")
        return file.error(record.line, fmt::format("'{}' is no requirement: M, O, C or X would be right", requirement));
    use.required = requirement == "M";
    const std::string repeat = record.values.size() > 4 ? record.values[4] : "";
    if (!repeat.empty() && repeat != "0" && !read_maximum(repeat, use.repeat))
        return file.error(record.line,
                          fmt::format("'{}' is no repetition count: a number from 1, or >1, would be right", repeat));
    uses.push_back(std::move(use));
    return {};
}

Status read_shapes_of(const SourceFile& head, const SourceFile& detail, bool segments, Dictionary& dictionary) {
    CROSSDOCK_TRY_ASSIGN(const Names names, read_names(head, segments ? "segment, name" : "composite, name"));
    ById<Shape>& shapes = segments ? dictionary.segments : dictionary.composites;
    for (const auto& [id, name] : names) shapes[id] = {id, name, {}, {}};
    CROSSDOCK_TRY_ASSIGN(const std::vector<Record> records,
                         read_records(detail, 4, segments ? 5 : 4,
                                      segments ? "segment, position, element, requirement, repetition count"
                                               : "composite, position, element, requirement"));
    for (const Record& record : records) CROSSDOCK_TRY(add_use(detail, record, dictionary, segments, shapes));
    for (const auto& [id, shape] : shapes)
        if (shape.uses.empty()) return detail.error(0, fmt::format("{} of {} has no elements", id, head.name()));
    return {};
}

}  // namespace

Status read_shapes(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over) {
    CROSSDOCK_TRY(
        read_elements(tables.find("ELEHEAD.TXT")->second, tables.find("ELEDETL.TXT")->second, dictionary, passed_over));
    const auto composites = tables.find("COMHEAD.TXT");
    const auto components = tables.find("COMDETL.TXT");
    if (composites != tables.end() && components != tables.end())
        CROSSDOCK_TRY(read_shapes_of(composites->second, components->second, false, dictionary));
    return read_shapes_of(tables.find("SEGHEAD.TXT")->second, tables.find("SEGDETL.TXT")->second, true, dictionary);
}

}  // namespace crossdock::dictionary::x12
