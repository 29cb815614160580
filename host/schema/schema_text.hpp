// A schema file as a tree whose every place can be named in an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/document/document.hpp"

namespace crossdock::schema {

// A place in a schema: its node and the JSON pointer to it.
struct Place {
    NodeIndex node = no_node;
    std::string pointer;
};

// Borrows the text and its name. Not thread-safe. Errors are of class configuration.
class SchemaText {
public:
    SchemaText(std::string_view json, std::string_view source) : json_(json), source_(source), document_(names_) {}

    Status parse();
    [[nodiscard]] const Document& document() const { return document_; }
    [[nodiscard]] const Node& node(const Place& place) const { return document_[place.node]; }

    // The member of that name, or nothing; of a list member, its first item.
    [[nodiscard]] std::optional<Place> member(const Place& object, std::string_view name) const;
    [[nodiscard]] Place child(const Place& parent, NodeIndex node) const;

    // A member as what it has to be; nothing when it is absent.
    [[nodiscard]] Result<std::optional<Place>> object_member(const Place& object, std::string_view name) const;
    [[nodiscard]] Result<std::string> text_member(const Place& object, std::string_view name) const;  // absent: empty
    [[nodiscard]] Result<std::optional<std::int64_t>> integer_member(const Place& object, std::string_view name) const;
    [[nodiscard]] Result<std::vector<Place>> list_member(const Place& object, std::string_view name) const;

    [[nodiscard]] Error error(const char* code, const Place& place, std::string_view text) const;

private:
    std::string_view json_;
    std::string_view source_;
    Names names_;  // stays empty: the document's names are its own
    Document document_;
};

}  // namespace crossdock::schema
