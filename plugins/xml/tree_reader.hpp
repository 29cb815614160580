// pugixml's tree to the tape.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/name_cache.hpp>
#include <crossdock/cpp/tape_builder.hpp>

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/xml/settings.hpp"

namespace crossdock::xml {

// Reads one parsed document. The parser worked in a copy of the source, so that a name's or a text's place in the
// copy is its place in the source, and a text that unescaping left alone is read where it lies.
class TreeReader {
public:
    struct Source {
        std::string_view bytes;  // the slice
        const char* copy;        // of the slice after its first `skipped` bytes, changed in place by the parser
        std::size_t skipped = 0;
    };

    TreeReader(const crossdock_decode_request& request, Source source, const Settings& settings,
               sdk::DocumentNames& names, crossdock_tape_writer& tape)
        : request_(request),
          source_(source),
          settings_(settings),
          names_(names),
          tape_(tape, request.source_offset),
          lines_(source.bytes, request.first_segment) {}

    // The root element's attributes and content become the top of the tape; its name is not on it.
    void read(const pugi::xml_node& root) { content(root, take_attributes(root), 1); }

    // `at` lies in the copy.
    [[nodiscard]] std::size_t offset_of(const char* at) const {
        return static_cast<std::size_t>(at - source_.copy) + source_.skipped;
    }

private:
    // What an element is, seen from outside.
    struct Look {
        bool attributes = false;  // has one that goes onto the tape
        bool nil = false;
    };
    // A prefix, and whether it stands for the schema-instance namespace.
    struct Binding {
        std::string_view prefix;
        bool schema_instance = false;
    };
    static constexpr std::uint32_t attributes_max = 256;
    static constexpr std::size_t bindings_max = 64;

    // Checks the element's attributes and notes the prefixes it declares.
    Look take_attributes(const pugi::xml_node& element);
    void bind(const pugi::xml_attribute& attribute);
    [[nodiscard]] bool is_schema_instance(std::string_view name) const;
    // False for those that only say how to read the document.
    [[nodiscard]] bool goes_on_tape(std::string_view name) const;

    void element(const pugi::xml_node& node, std::uint32_t depth);
    void content(const pugi::xml_node& element, Look look, std::uint32_t depth);
    void attributes(const pugi::xml_node& element);
    // An element's whole text, when there is no element in it.
    void text(std::uint32_t name, const pugi::xml_node& element, bool nil, sdk::SourcePosition at);
    void value(std::uint32_t name, unsigned flags, const char* text, sdk::SourcePosition at);
    [[nodiscard]] std::uint32_t name_of(std::string_view name);
    [[noreturn]] void fail(const char* code, std::string_view what, const char* at) const;

    const crossdock_decode_request& request_;
    Source source_;
    const Settings& settings_;
    sdk::DocumentNames& names_;
    sdk::TapeBuilder tape_;
    sdk::LineCounter lines_;
    std::vector<Binding> bindings_;
    std::string attribute_name_;
};

}  // namespace crossdock::xml
