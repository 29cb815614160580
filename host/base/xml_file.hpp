// XML configuration files: parsed with positions, read element by element with every mistake noted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <pugixml.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock {

// A parsed file and its text. Nodes are borrowed from it. Not thread-safe while it is made, read-only afterwards.
class XmlFile {
public:
    // `name` is what errors call the source. Error code `xml.malformed` with line and column.
    static Result<std::unique_ptr<XmlFile>> parse(std::string text, std::string name);
    static Result<std::unique_ptr<XmlFile>> load(const std::filesystem::path& path);

    [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] Position position(pugi::xml_node node) const;
    // Of the attribute's name; of its value when `of_value`, so that positions inside an expression can be added.
    [[nodiscard]] Position position(pugi::xml_node node, const char* attribute, bool of_value = false) const;

private:
    [[nodiscard]] Position at_offset(std::size_t offset) const;

    std::string name_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    pugi::xml_document document_;
};

// Reads one element's attributes and children by name, noting each mistake in `errors` and going on with a default, so
// that one look at a file shows all that is wrong with it. `finish` reports what was there and never asked for.
class ElementReader {
public:
    ElementReader(const XmlFile& file, pugi::xml_node node, std::vector<Error>& errors)
        : file_(&file), node_(node), errors_(&errors) {}

    std::string required(const char* attribute);
    std::string optional(const char* attribute, std::string_view otherwise = {});
    [[nodiscard]] bool has(const char* attribute);
    bool yes_no(const char* attribute, bool otherwise);
    std::int64_t integer(const char* attribute, std::int64_t otherwise, std::int64_t min, std::int64_t max);
    std::int64_t duration_ms(const char* attribute, std::string_view otherwise);
    std::uint64_t size_bytes(const char* attribute, std::string_view otherwise);
    // One of `allowed`; its first when the attribute is missing and not required.
    std::string choice(const char* attribute, std::span<const std::string_view> allowed, bool is_required = false);

    // The children called `name`, in order.
    std::vector<ElementReader> children(const char* name);
    // All children, in order; `finish` then reports none of them, so the caller reports those it does not know.
    std::vector<ElementReader> all_children();
    void finish();

    void mistake(const char* attribute, std::string code, std::string text);
    void mistake(std::string code, std::string text);
    [[nodiscard]] std::string_view element() const { return node_.name(); }
    [[nodiscard]] pugi::xml_node node() const { return node_; }
    [[nodiscard]] const XmlFile& file() const { return *file_; }
    [[nodiscard]] Position position() const { return file_->position(node_); }
    [[nodiscard]] Position position(const char* attribute, bool of_value = false) const {
        return file_->position(node_, attribute, of_value);
    }

private:
    const XmlFile* file_;
    pugi::xml_node node_;
    std::vector<Error>* errors_;
    std::set<std::string, std::less<>> asked_attributes_;
    std::set<std::string, std::less<>> asked_children_;
    bool took_all_children_ = false;
};

}  // namespace crossdock
