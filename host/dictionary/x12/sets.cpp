// Transaction sets of the X12 tables: rows with a loop level, to a tree.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "host/dictionary/x12/records.hpp"
#include "host/dictionary/x12/tables.hpp"

namespace crossdock::dictionary::x12 {

namespace {

constexpr std::size_t depth_max = 14;  // of a dictionary file

struct Complaint {
    std::size_t line = 0;
    std::string text;
};

// The rows of one set, in order.
class SetBuilder {
public:
    SetBuilder(const Dictionary& dictionary, Message& set) : dictionary_(dictionary), set_(set) {}

    // set, area, position, segment, requirement, maximum, loop level, loop maximum, loop
    std::optional<Complaint> add(const Record& record) {
        const auto complain = [&](std::string text) { return Complaint{record.line, std::move(text)}; };
        const std::string& area = record.values[1];
        const std::string& loop = record.values[8];
        if (area != area_) {
            if (area < area_) return complain(fmt::format("area {} after area {}", area, area_));
            area_ = area;
            open_.clear();
        }
        Node node;
        node.tag = record.values[3];
        if (dictionary_.segments.count(node.tag) == 0)
            return complain(fmt::format("segment {}, which the tables do not describe", node.tag));
        const std::string& requirement = record.values[4];
        if (requirement.size() != 1 || std::string_view("MOCXF").find(requirement[0]) == std::string_view::npos)
            return complain(fmt::format("'{}' is no requirement: M, O or F would be right", requirement));
        node.required = requirement == "M";
        if (!read_maximum(record.values[5], node.max))
            return complain(
                fmt::format("'{}' is no maximum: a number from 1, or >1, would be right", record.values[5]));
        std::uint32_t level = 0;
        if (!read_number(record.values[6], level) || level > depth_max)
            return complain(fmt::format("'{}' is no loop level: 0 to {} would be right", record.values[6], depth_max));
        if (loop == "0") return complain("'0' is no name of a loop: a value too many or too few stands before it");
        if (loop.empty()) {
            if (level > open_.size())
                return complain(fmt::format("loop level {}, but {} loop(s) are open here", level, open_.size()));
            open_.resize(level);
            children().push_back(std::move(node));
            return {};
        }
        if (level == 0 || level > open_.size() + 1)
            return complain(
                fmt::format("loop {} of level {}, but {} loop(s) are open here", loop, level, open_.size()));
        Node outer;
        outer.tag = node.tag;
        outer.required = node.required;
        outer.is_loop = true;
        if (!read_maximum(record.values[7], outer.max))
            return complain(
                fmt::format("'{}' is no maximum of a loop: a number from 1, or >1, would be right", record.values[7]));
        node.required = true;
        node.max = 1;
        outer.children.push_back(std::move(node));
        open_.resize(level - 1);
        children().push_back(std::move(outer));
        open_.push_back(children().size() - 1);
        return {};
    }

private:
    // Of the loop that is open, or the set's own.
    std::vector<Node>& children() {
        std::vector<Node>* nodes = &set_.nodes;
        for (const std::size_t index : open_) nodes = &(*nodes)[index].children;
        return *nodes;
    }

    const Dictionary& dictionary_;
    Message& set_;
    std::string area_;
    std::vector<std::size_t> open_;  // each loop's place among its siblings
};

bool is_set_number(std::string_view id) { return id.size() == 3 && all_digits(id); }

// Why it is no set that a dictionary file may describe; empty when it is one.
std::string shortcoming(const Message& set) {
    if (set.nodes.empty()) return "it has no segments";
    if (set.nodes.front().tag != "ST" || set.nodes.back().tag != "SE" || !set.nodes.front().required)
        return "it does not begin with a mandatory ST and end with SE";
    if (set.functional_id.empty()) return "it has no functional group";
    return {};
}

}  // namespace

Status read_sets(const Tables& tables, Dictionary& dictionary, PassedOverList& passed_over) {
    const SourceFile& head = tables.find("SETHEAD.TXT")->second;
    CROSSDOCK_TRY_ASSIGN(const std::vector<Record> heads, read_records(head, 3, 3, "set, name, functional group"));
    std::map<std::string, std::size_t, std::less<>> head_lines;
    for (const Record& record : heads) {
        const std::string& id = record.values[0];
        if (!head_lines.emplace(id, record.line).second)
            return head.error(record.line, fmt::format("set {} stands here for the second time", id));
        if (is_set_number(id)) {
            dictionary.messages[id] = {id, record.values[2], record.values[1], {}, {}};
            continue;
        }
        passed_over.push_back(
            {head.name(), record.line,
             fmt::format("{} is no set of the standard but one of an implementation guide; a guide of "
                         "Crossdock says what a partner wants otherwise",
                         id)});
    }
    const SourceFile& detail = tables.find("SETDETL.TXT")->second;
    CROSSDOCK_TRY_ASSIGN(const std::vector<Record> rows,
                         read_records(detail, 9, 9,
                                      "set, area, position, segment, requirement, maximum, loop level, loop maximum, "
                                      "loop"));
    std::map<std::string, SetBuilder, std::less<>> builders;
    std::map<std::string, Complaint, std::less<>> complaints;  // by set, the first of each
    for (const Record& row : rows) {
        const std::string& id = row.values[0];
        if (head_lines.count(id) == 0)
            return detail.error(row.line, fmt::format("set {} is not in {}", id, head.name()));
        const auto set = dictionary.messages.find(id);
        if (set == dictionary.messages.end() || complaints.count(id) != 0) continue;
        SetBuilder& builder = builders.try_emplace(id, dictionary, set->second).first->second;
        if (auto complaint = builder.add(row)) complaints.emplace(id, std::move(*complaint));
    }
    for (auto at = dictionary.messages.begin(); at != dictionary.messages.end();) {
        const auto complaint = complaints.find(at->first);
        const std::string missing = complaint == complaints.end() ? shortcoming(at->second) : std::string();
        if (complaint == complaints.end() && missing.empty()) {
            ++at;
            continue;
        }
        if (missing.empty())
            passed_over.push_back({detail.name(), complaint->second.line,
                                   fmt::format("set {}: {}", at->first, complaint->second.text), true});
        else
            passed_over.push_back(
                {head.name(), head_lines.find(at->first)->second, fmt::format("set {}: {}", at->first, missing), true});
        at = dictionary.messages.erase(at);
    }
    return {};
}

}  // namespace crossdock::dictionary::x12
