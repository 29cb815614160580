#include "host/dictionary/writer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/dictionary/known.hpp"
#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary {

namespace {

std::string number(std::uint32_t limit) { return limit == no_limit ? "*" : fmt::format("{}", limit); }

// A name in quotes on one line.
std::string in_quotes(std::string_view name) {
    std::string text = fmt::format("{}", fmt::join(words_of(name), " "));
    for (char& c : text) {
        if (c == '"') c = '\'';
        if (static_cast<unsigned char>(c) < 0x20U) c = ' ';
    }
    return '"' + text + '"';
}

bool can_be_written(std::string_view code) { return code.find_first_of("\"\r\n") == std::string_view::npos; }

// A value as a word of a statement.
std::string word(const std::string& code) {
    return code.find_first_of(" \t#") == std::string::npos ? code : '"' + code + '"';
}

std::string elements(const Dictionary& dictionary) {
    std::string text;
    for (const auto& [id, element] : dictionary.elements) {
        text += fmt::format("element {} {} {}..{} {}", id, element.type, element.min, number(element.max),
                            in_quotes(element.name));
        std::string codes;
        for (const Code& code : element.codes)
            if (can_be_written(code.value)) codes += ' ' + word(code.value);
        if (!codes.empty()) text += (element.closed ? " closed" : " open") + codes;
        text += '\n';
    }
    return text;
}

std::string code_names(const Dictionary& dictionary) {
    std::string text;
    for (const auto& [id, element] : dictionary.elements) {
        std::string names;
        for (const Code& code : element.codes)
            if (!code.name.empty() && can_be_written(code.value))
                names += fmt::format(" {} {}", word(code.value), in_quotes(code.name));
        if (!names.empty()) text += fmt::format("names {}{}\n", id, names);
    }
    return text;
}

std::string uses(const Shape& shape) {
    std::string text;
    for (std::size_t at = 0; at < shape.uses.size();) {
        const Use& use = shape.uses[at];
        std::size_t same = at + 1;
        while (same < shape.uses.size() && shape.uses[same].id == use.id && shape.uses[same].required == use.required &&
               shape.uses[same].repeat == use.repeat)
            ++same;
        const std::string repeat = use.repeat == 1 ? "" : fmt::format("*{}", std::min(use.repeat, largest_limit));
        const std::string one = fmt::format("{}{}{}", use.id, use.required ? "!" : "", repeat);
        text += same - at == 1 ? fmt::format(" {}", one) : fmt::format(" ( {} )*{}", one, same - at);
        at = same;
    }
    return text;
}

std::string shapes(const char* statement, const ById<Shape>& all) {
    std::string text;
    for (const auto& [id, shape] : all) {
        text += fmt::format("{} {} {}{}\n", statement, id, in_quotes(shape.name), uses(shape));
        if (!shape.notes.empty()) text += fmt::format("note {} {}\n", id, fmt::join(shape.notes, " "));
    }
    return text;
}

void append(const std::vector<Node>& nodes, std::size_t indent, std::string& text) {
    for (const Node& node : nodes) {
        text.append(indent, ' ');
        if (!node.is_loop) {
            text += fmt::format("{}{} {}\n", node.tag, node.required ? "!" : "", number(node.max));
            continue;
        }
        text += fmt::format("loop{} {} {}{}\n", node.required ? "!" : "", node.tag, number(node.max),
                            node.group.empty() ? "" : ' ' + node.group);
        append(node.children, indent + 2, text);
        text.append(indent, ' ').append("end\n");
    }
}

std::string set(const Message& message, Standard standard) {
    std::string text = standard == Standard::x12 ? fmt::format("transaction {} {} {}\n", message.id,
                                                               message.functional_id, in_quotes(message.name))
                                                 : fmt::format("message {} {}\n", message.id, in_quotes(message.name));
    append(message.nodes, 2, text);
    text += "end\n";
    for (const std::string& statement : message.statements) text += statement + '\n';
    return text;
}

}  // namespace

std::map<std::string, std::string> write_files(const Dictionary& dictionary, const std::string& provenance) {
    std::map<std::string, std::string> files;
    const auto add = [&](const std::string& name, std::string_view what, const std::string& text) {
        if (text.empty()) return;
        files[name] = fmt::format(
            "{}: {} of {}/{}.\n# Provenance: {}\n# Change the source or add a file in another folder; an import writes "
            "this one anew.\ncrossdock-dictionary 1\n\n{}",
            import_mark, what, name_of(dictionary.standard), dictionary.release, provenance, text);
    };
    add("elements.dict", "data elements and their code lists", elements(dictionary));
    add("codes.dict", "what values mean", code_names(dictionary));
    add("composites.dict", "composites", shapes("composite", dictionary.composites));
    add("segments.dict", "segments", shapes("segment", dictionary.segments));
    for (const auto& [id, message] : dictionary.messages) add(id + ".dict", id, set(message, dictionary.standard));
    return files;
}

}  // namespace crossdock::dictionary
