#include "plugins/xml/tree_reader.hpp"

#include <fmt/format.h>

#include <cstring>

#include "plugins/xml/names.hpp"

namespace crossdock::xml {

namespace {

bool is_text(const pugi::xml_node& node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

bool has_elements(const pugi::xml_node& element) {
    for (pugi::xml_node child = element.first_child(); child; child = child.next_sibling())
        if (child.type() == pugi::node_element) return true;
    return false;
}

bool is_declaration(std::string_view name) { return name == "xmlns" || name.starts_with("xmlns:"); }

}  // namespace

void TreeReader::fail(const char* code, std::string_view what, const char* at) const {
    const std::size_t offset = offset_of(at);
    const sdk::LineAndColumn place = sdk::line_and_column(source_.bytes, offset, request_.first_segment);
    throw sdk::Failure::permanent(code, fmt::format("line {} column {}: {}", place.line, place.column, what),
                                  request_.source_offset + offset);
}

std::uint32_t TreeReader::name_of(std::string_view name) {
    return names_.intern(settings_.keep_prefixes ? name : local_name(name));
}

void TreeReader::bind(const pugi::xml_attribute& attribute) {
    const std::string_view name = attribute.name();
    if (!name.starts_with("xmlns:")) return;
    const bool schema_instance = attribute.value() == schema_instance_namespace;
    if (!schema_instance && bindings_.empty()) return;
    if (bindings_.size() == bindings_max)
        fail("xml.too-many-namespaces", "too many namespaces are declared inside each other", attribute.name());
    bindings_.push_back({local_name(name), schema_instance});
}

bool TreeReader::is_schema_instance(std::string_view name) const {
    const std::string_view wanted = prefix(name);
    if (wanted.empty()) return false;
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (binding->prefix == wanted) return binding->schema_instance;
    return false;
}

bool TreeReader::goes_on_tape(std::string_view name) const {
    if (is_schema_instance(name) && local_name(name) == "nil") return false;
    return settings_.keep_prefixes || (!is_declaration(name) && !is_schema_instance(name));
}

TreeReader::Look TreeReader::take_attributes(const pugi::xml_node& element) {
    Look look;
    if (!element.first_attribute()) return look;
    std::uint32_t count = 0;
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (++count > attributes_max)
            fail("xml.too-many-attributes", "an element has too many attributes", attribute.name());
        for (pugi::xml_attribute other = element.first_attribute(); other != attribute; other = other.next_attribute())
            if (std::strcmp(other.name(), attribute.name()) == 0)
                fail("xml.malformed", "the element has this attribute already", attribute.name());
        bind(attribute);
    }
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        if (goes_on_tape(name)) {
            look.attributes = true;
        } else if (local_name(name) == "nil" && is_schema_instance(name)) {
            const std::string_view said = attribute.value();
            look.nil = said == "true" || said == "1";
        }
    }
    return look;
}

void TreeReader::element(const pugi::xml_node& node, std::uint32_t depth) {
    const std::size_t bindings = bindings_.size();
    const Look look = take_attributes(node);
    const char* const tag = node.name();
    const std::uint32_t name = name_of(tag);
    const sdk::SourcePosition at = lines_.position(offset_of(tag) - 1);
    if (!look.attributes && !has_elements(node)) {
        text(name, node, look.nil, at);
    } else {
        if (depth > settings_.depth_limit)
            fail("xml.too-deep",
                 fmt::format("elements are nested deeper than depth-limit, {} levels", settings_.depth_limit),
                 node.name());
        tape_.begin(name, 0, at);
        content(node, look, depth);
        tape_.end(name, at);
    }
    bindings_.resize(bindings);
}

void TreeReader::content(const pugi::xml_node& element, Look look, std::uint32_t depth) {
    if (look.attributes) attributes(element);
    if (!has_elements(element)) {
        if (!element.first_child() && !look.nil) return;
        const char* const begin = element.first_child() ? element.first_child().value() : element.name();
        return text(names_.intern("#text"), element, look.nil, lines_.position(offset_of(begin)));
    }
    for (pugi::xml_node child = element.first_child(); child; child = child.next_sibling()) {
        if (is_text(child))
            value(names_.intern("#text"), 0, child.value(), lines_.position(offset_of(child.value())));
        else if (child.type() == pugi::node_element)
            this->element(child, depth + 1);
    }
}

void TreeReader::attributes(const pugi::xml_node& element) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
        const std::string_view name = attribute.name();
        if (!goes_on_tape(name)) continue;
        attribute_name_ = '@';
        attribute_name_ += settings_.keep_prefixes ? name : local_name(name);
        value(names_.intern(attribute_name_), CROSSDOCK_TAPE_ATTRIBUTE, attribute.value(),
              lines_.position(offset_of(attribute.name())));
    }
}

void TreeReader::text(std::uint32_t name, const pugi::xml_node& element, bool nil, sdk::SourcePosition at) {
    const pugi::xml_node first = element.first_child();
    if (nil) return tape_.value_in_source(name, CROSSDOCK_TAPE_NULL, at.offset, 0, at);
    if (!first.next_sibling()) return value(name, 0, first.value(), at);
    std::string whole;
    for (const pugi::xml_node part : element.children()) whole += part.value();
    tape_.value_copied(name, 0, whole, at);
}

void TreeReader::value(std::uint32_t name, unsigned flags, const char* text, sdk::SourcePosition at) {
    const std::size_t size = std::strlen(text);
    if (size == 0) return tape_.value_in_source(name, flags, at.offset, 0, at);
    const std::size_t offset = offset_of(text);
    if (std::memcmp(source_.bytes.data() + offset, text, size) == 0)
        tape_.value_in_source(name, flags, offset, size, at);
    else
        tape_.value_copied(name, flags, {text, size}, at);
}

}  // namespace crossdock::xml
