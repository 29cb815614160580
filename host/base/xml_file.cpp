#include "host/base/xml_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "host/base/quantity.hpp"

namespace crossdock {

namespace {

std::string explain(const pugi::xml_parse_result& parsed, std::string_view text, std::size_t offset) {
    if (parsed.status != pugi::status_end_element_mismatch) return parsed.description();
    const std::size_t begin = text.rfind("</", offset);
    if (begin == std::string_view::npos) return parsed.description();
    const std::size_t end = text.find_first_of("> \t\r\n", begin);
    return fmt::format("{}> does not close the element that is open here", text.substr(begin, end - begin));
}

}  // namespace

Result<std::unique_ptr<XmlFile>> XmlFile::parse(std::string text, std::string name) {
    auto file = std::make_unique<XmlFile>();
    file->name_ = std::move(name);
    file->text_ = std::move(text);
    file->line_starts_.push_back(0);
    for (std::size_t offset = 0; offset < file->text_.size(); ++offset)
        if (file->text_[offset] == '\n') file->line_starts_.push_back(offset + 1);
    const auto parsed = file->document_.load_buffer(file->text_.data(), file->text_.size(),
                                                    pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!parsed) {
        const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0));
        return Error{"xml.malformed", ErrorClass::configuration,
                     fmt::format("this is not well-formed XML: {}", explain(parsed, file->text_, offset))}
            .at(file->at_offset(offset));
    }
    for (const pugi::xml_node node : file->document_.children())
        if (node.type() == pugi::node_doctype)
            return Error{"xml.doctype", ErrorClass::configuration, "a DOCTYPE is not allowed here; remove it"}.at(
                file->position(node));
    return file;
}

Result<std::unique_ptr<XmlFile>> XmlFile::load(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return Error{"file.not-found", ErrorClass::configuration, "this file cannot be read"}.at({path.string()});
    return parse({std::istreambuf_iterator<char>(stream), {}}, path.string());
}

Position XmlFile::at_offset(std::size_t offset) const {
    const auto line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - 1;
    return {name_, static_cast<std::uint32_t>(line - line_starts_.begin() + 1),
            static_cast<std::uint32_t>(offset - *line + 1), offset};
}

Position XmlFile::position(pugi::xml_node node) const {
    const std::ptrdiff_t offset = node.offset_debug();
    if (offset <= 0) return {name_};
    // The offset is that of the element's name, one past its bracket.
    return at_offset(static_cast<std::size_t>(offset) - 1);
}

Position XmlFile::position(pugi::xml_node node, const char* attribute, bool of_value) const {
    const std::ptrdiff_t begin = node.offset_debug();
    if (begin <= 0) return {name_};
    const std::string_view wanted = attribute;
    for (auto at = static_cast<std::size_t>(begin); at < text_.size() && text_[at] != '>'; ++at) {
        if (text_[at] == '"' || text_[at] == '\'') {
            at = text_.find(text_[at], at + 1);
            if (at == std::string::npos) break;
            continue;
        }
        const bool starts = at > 0 && std::string_view(" \t\r\n").find(text_[at - 1]) != std::string_view::npos;
        if (!starts || text_.compare(at, wanted.size(), wanted) != 0) continue;
        const std::size_t after = text_.find_first_not_of(" \t\r\n", at + wanted.size());
        if (after == std::string::npos || text_[after] != '=') continue;
        if (!of_value) return at_offset(at);
        const std::size_t quote = text_.find_first_of("\"'", after);
        return at_offset(quote == std::string::npos ? at : quote + 1);
    }
    return position(node);
}

bool ElementReader::has(const char* attribute) {
    asked_attributes_.emplace(attribute);
    return !node_.attribute(attribute).empty();
}

std::string ElementReader::required(const char* attribute) {
    if (!has(attribute)) {
        mistake("xml.missing-attribute", fmt::format("<{}> needs the attribute {}", node_.name(), attribute));
        return {};
    }
    std::string value = node_.attribute(attribute).value();
    if (value.empty()) mistake(attribute, "xml.empty-attribute", fmt::format("{} must not be empty", attribute));
    return value;
}

std::string ElementReader::optional(const char* attribute, std::string_view otherwise) {
    return has(attribute) ? node_.attribute(attribute).value() : std::string(otherwise);
}

bool ElementReader::yes_no(const char* attribute, bool otherwise) {
    const std::string value = optional(attribute, otherwise ? "yes" : "no");
    if (value != "yes" && value != "no")
        mistake(attribute, "xml.yes-no", fmt::format("{} is yes or no, not '{}'", attribute, value));
    return value == "yes";
}

std::int64_t ElementReader::integer(const char* attribute, std::int64_t otherwise, std::int64_t min, std::int64_t max) {
    if (!has(attribute)) return otherwise;
    const std::string value = node_.attribute(attribute).value();
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failed != std::errc{} || end != value.data() + value.size() || number < min || number > max) {
        mistake(attribute, "xml.integer",
                fmt::format("{} is a whole number from {} to {}, not '{}'", attribute, min, max, value));
        return otherwise;
    }
    return number;
}

std::int64_t ElementReader::duration_ms(const char* attribute, std::string_view otherwise) {
    auto parsed = parse_duration_ms(optional(attribute, otherwise));
    if (parsed.ok()) return parsed.value();
    mistake(attribute, parsed.error().code, parsed.error().text);
    return 0;
}

std::uint64_t ElementReader::size_bytes(const char* attribute, std::string_view otherwise) {
    auto parsed = parse_size_bytes(optional(attribute, otherwise));
    if (parsed.ok()) return parsed.value();
    mistake(attribute, parsed.error().code, parsed.error().text);
    return 0;
}

std::string ElementReader::choice(const char* attribute, std::span<const std::string_view> allowed, bool is_required) {
    std::string value = is_required ? required(attribute) : optional(attribute, allowed.front());
    if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
    if (!value.empty())
        mistake(attribute, "xml.choice",
                fmt::format("{} is one of {}, not '{}'", attribute, fmt::join(allowed, ", "), value));
    return std::string(allowed.front());
}

std::vector<ElementReader> ElementReader::children(const char* name) {
    asked_children_.emplace(name);
    std::vector<ElementReader> found;
    for (const pugi::xml_node child : node_.children(name)) found.emplace_back(*file_, child, *errors_);
    return found;
}

std::vector<ElementReader> ElementReader::all_children() {
    took_all_children_ = true;
    std::vector<ElementReader> found;
    for (const pugi::xml_node child : node_.children())
        if (child.type() == pugi::node_element) found.emplace_back(*file_, child, *errors_);
    return found;
}

void ElementReader::finish() {
    const auto hint = [](std::string_view word, const auto& known) {
        const std::string_view nearest = nearest_word(word, known);
        if (!nearest.empty()) return fmt::format("did you mean {}?", nearest);
        return known.empty() ? std::string("it takes none") : fmt::format("known are {}", fmt::join(known, ", "));
    };
    for (const pugi::xml_attribute attribute : node_.attributes())
        if (asked_attributes_.find(std::string_view(attribute.name())) == asked_attributes_.end())
            mistake(attribute.name(), "xml.unknown-attribute",
                    fmt::format("<{}> has no attribute {}; {}", node_.name(), attribute.name(),
                                hint(attribute.name(), asked_attributes_)));
    if (took_all_children_) return;
    for (const pugi::xml_node child : node_.children()) {
        if (child.type() != pugi::node_element) continue;
        if (asked_children_.find(std::string_view(child.name())) != asked_children_.end()) continue;
        errors_->push_back(Error{"xml.unknown-element", ErrorClass::configuration,
                                 fmt::format("<{}> cannot stand inside <{}>; {}", child.name(), node_.name(),
                                             hint(child.name(), asked_children_))}
                               .at(file_->position(child)));
    }
}

void ElementReader::mistake(const char* attribute, std::string code, std::string text) {
    errors_->push_back(Error{std::move(code), ErrorClass::configuration, std::move(text)}.at(position(attribute)));
}

void ElementReader::mistake(std::string code, std::string text) {
    errors_->push_back(Error{std::move(code), ErrorClass::configuration, std::move(text)}.at(position()));
}

}  // namespace crossdock
