#include "tests/mappings/published_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace crossdock::mapping {

namespace {

using edi::DataType;
using edi::NodeSource;
using edi::ReleaseSource;
using edi::ShapeSource;

const std::string rule = std::string(70, '-') + "\n";

std::string type_of(const edi::Element& element) {
    switch (element.type) {
        case DataType::text: return "AN";
        case DataType::code: return "ID";
        case DataType::decimal: return "R";
        case DataType::number: return fmt::format("N{}", element.implied_decimals);
        case DataType::date: return "DT";
        case DataType::time: return "TM";
        case DataType::letters: return "a";
        case DataType::numeric: return "n";
    }
    return {};
}

std::string representation(const edi::Element& element) {
    const std::string type = element.type == DataType::text ? "an" : type_of(element);
    return fmt::format("{}{}{}", type, element.min == element.max ? "" : "..", element.max);
}

std::string maximum(std::uint32_t max) { return max == edi::unbounded ? ">1" : fmt::format("{}", max); }

void append_rows(const std::vector<NodeSource>& nodes, const std::string& set, std::size_t level, std::size_t& position,
                 std::string& text) {
    bool first = level > 0;
    for (const NodeSource& node : nodes) {
        if (node.kind == NodeSource::Kind::loop) {
            const NodeSource& lead = node.children.at(0);
            text += fmt::format("\"{}\",\"1\",\"{:04}\",\"{}\",\"{}\",\"{}\",\"{}\",\"{}\",\"{}\"\r\n", set,
                                position += 10, node.id, node.required ? "M" : "O", maximum(lead.max), level + 1,
                                maximum(node.max), node.id);
            append_rows(node.children, set, level + 1, position, text);
        } else if (!std::exchange(first, false)) {
            text += fmt::format("\"{}\",\"1\",\"{:04}\",\"{}\",\"{}\",\"{}\",\"{}\",\"0\",\"\"\r\n", set,
                                position += 10, node.id, node.required ? "M" : "O", maximum(node.max), level);
        }
    }
}

void append_shape(const ShapeSource& shape, const std::string& key, std::string& head, std::string& detail,
                  std::string& free_form) {
    head += fmt::format("\"{}\",\"{}\"\r\n", shape.id, shape.name);
    for (std::size_t at = 0; at < shape.uses.size(); ++at)
        detail += fmt::format("\"{}\",\"{:02}\",\"{}\",\"{}\"{}\r\n", shape.id, at + 1, shape.uses[at].id,
                              shape.uses[at].required ? "M" : "O",
                              key == "SEGNTE" ? fmt::format(",\"{}\"", shape.uses[at].repeat) : "");
    for (const std::string& note : shape.notes)
        free_form += fmt::format("*{}\r\n{},{},N,1\r\n{}\r\n", key, shape.id, note.substr(1, 2), note);
}

// A row of a segment table; `bars` are drawn at its right.
std::string table_row(std::size_t position, const std::string& what, const NodeSource& node, const std::string& bars) {
    const std::string text = fmt::format("{:04}   {:<46}{}   {}", position, what, node.required ? "M" : "C", node.max);
    if (bars.empty()) return text + "\n";
    const std::size_t column = 80 - bars.size();
    return text + std::string(column - std::min(column, text.size()), bars[0] == '+' ? '-' : ' ') + bars + "\n";
}

// `closed` groups end with the last node.
void append_table(const std::vector<NodeSource>& nodes, std::size_t depth, std::size_t closed, std::size_t& position,
                  std::string& text) {
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        const std::size_t ends = at + 1 == nodes.size() ? closed : 0;
        if (nodes[at].kind == NodeSource::Kind::loop) {
            const std::string number = nodes[at].group.substr(2);
            text += "\n" + table_row(position += 10, fmt::format("---- Segment group {} ------------------", number),
                                     nodes[at], "+" + std::string(depth, '|'));
            append_table(nodes[at].children, depth + 1, ends + 1, position, text);
        } else {
            text += table_row(position += 10, nodes[at].id + " Segment", nodes[at],
                              std::string(ends, '+') + std::string(depth - ends, '|'));
        }
    }
}

std::string block_of(const ReleaseSource& release, const ShapeSource& shape, bool segment) {
    std::string text = rule + fmt::format("\n       {}  {}\n\n       {}: Text.\n\n", shape.id, shape.name,
                                          segment ? "Function" : "Desc");
    for (std::size_t at = 0; at < shape.uses.size(); ++at) {
        const auto element = release.elements.find(shape.uses[at].id);
        text += fmt::format("{:03}    {} {:<43}{}{}{}\n", at * 10 + 10, shape.uses[at].id, "Name",
                            shape.uses[at].required ? "M" : "C", segment ? "    1" : "",
                            element == release.elements.end() ? "" : " " + representation(element->second));
    }
    return text + "\n";
}

}  // namespace

std::vector<NodeSource> in_order(const std::vector<NodeSource>& nodes) {
    std::vector<NodeSource> result;
    for (const NodeSource& node : nodes) {
        if (node.kind == NodeSource::Kind::any) {
            for (const NodeSource& member : in_order(node.children)) result.push_back(member);
            continue;
        }
        result.push_back(node);
        result.back().children = in_order(node.children);
    }
    return result;
}

std::map<std::string, std::string> as_x12_tables(const ReleaseSource& release) {
    std::map<std::string, std::string> files;
    for (const auto& [id, element] : release.elements) {
        files["ELEHEAD.TXT"] += fmt::format("\"{}\",\"{}\"\r\n", id, element.name);
        files["ELEDETL.TXT"] +=
            fmt::format("\"{}\",\"{}\",\"{}\",\"{}\"\r\n", id, type_of(element), element.min, element.max);
        for (const std::string& code : element.codes)
            files["FREEFORM.TXT"] += fmt::format("*ELECOD\r\n{}, ,{},1\r\nMeaning of {}\r\n", id, code, code);
    }
    for (const auto& [id, composite] : release.composites)
        append_shape(composite, "COMNTE", files["COMHEAD.TXT"], files["COMDETL.TXT"], files["FREEFORM.TXT"]);
    for (const auto& [tag, segment] : release.segments)
        append_shape(segment, "SEGNTE", files["SEGHEAD.TXT"], files["SEGDETL.TXT"], files["FREEFORM.TXT"]);
    for (const auto& [id, set] : release.transactions) {
        files["SETHEAD.TXT"] += fmt::format("\"{}\",\"{}\",\"{}\"\r\n", id, set.name, set.functional_ids.at(0));
        std::size_t position = 0;
        append_rows(in_order(set.nodes), id, 0, position, files["SETDETL.TXT"]);
    }
    return files;
}

std::map<std::string, std::string> as_directory(const ReleaseSource& release) {
    const std::string issue = release.id.substr(2);
    std::map<std::string, std::string> files;
    for (const auto& [id, element] : release.elements) {
        if (id[0] == '0') continue;
        const std::string entry = rule + fmt::format("\n     {}  {:<56}[C]\n\n     Desc: Text.\n\n     Repr: {}\n\n",
                                                     id, element.name, representation(element));
        files["EDED." + issue] += entry;
        if (element.codes.empty()) continue;
        files["UNCL." + issue] += entry;
        for (const std::string& code : element.codes)
            files["UNCL." + issue] += fmt::format("     {:<5} Meaning of {}\n              Text.\n\n", code, code);
    }
    for (const auto& [id, composite] : release.composites)
        if (id[0] != 'S') files["EDCD." + issue] += block_of(release, composite, false);
    for (const auto& [tag, segment] : release.segments)
        if (tag[0] != 'U') files["EDSD." + issue] += block_of(release, segment, true);
    for (const auto& [id, message] : release.transactions) {
        std::string& text = files[fmt::format("{}_D.{}", id, issue)];
        text = fmt::format(
            "UNITED NATIONS STANDARD MESSAGE (UNSM)\n\n   {}\n\nMessage Type : {}\nVersion : D\nRelease : {}\n\n"
            "Pos    Tag Name                                      S   R\n\n",
            message.name, id, issue);
        std::size_t position = 0;
        append_table(message.nodes, 0, 0, position, text);
    }
    return files;
}

}  // namespace crossdock::mapping
