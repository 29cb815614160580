#include "plugins/xml/decode.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/utf8.hpp>

#include <memory>
#include <pugixml.hpp>

#include "plugins/xml/source_check.hpp"
#include "plugins/xml/tree_reader.hpp"

namespace crossdock::xml {

namespace {

[[noreturn]] void fail(const crossdock_decode_request& request, std::string_view source, std::string_view code,
                       std::string_view what, std::size_t offset) {
    const sdk::LineAndColumn place = sdk::line_and_column(source, offset, request.first_segment);
    throw sdk::Failure::permanent(std::string(code),
                                  fmt::format("line {} column {}: {}", place.line, place.column, what),
                                  request.source_offset + offset);
}

std::string_view explain(pugi::xml_parse_status status) {
    switch (status) {
        case pugi::status_unrecognized_tag: return "an element name was expected after <";
        case pugi::status_bad_pi: return "the processing instruction is not closed by ?>";
        case pugi::status_bad_comment: return "the comment is not closed by -->";
        case pugi::status_bad_cdata: return "the CDATA section is not closed by ]]>";
        case pugi::status_bad_doctype: return "the DOCTYPE is not closed";
        case pugi::status_bad_start_element: return "the start tag is not closed by >";
        case pugi::status_bad_attribute: return "an attribute is written name=\"value\"";
        case pugi::status_bad_end_element: return "the end tag is not closed by >";
        case pugi::status_end_element_mismatch: return "the end tag does not close the element that is open";
        default: return "this is not XML";
    }
}

// The one element at the top; nothing but comments and instructions may stand beside it.
pugi::xml_node find_root(const pugi::xml_document& document, const TreeReader& reader,
                         const crossdock_decode_request& request, std::string_view source) {
    pugi::xml_node root;
    for (const pugi::xml_node node : document.children()) {
        if (node.type() == pugi::node_doctype)
            fail(request, source, "xml.doctype",
                 "the document has a DOCTYPE, which can name files and entities; send it without",
                 source.find("<!DOCTYPE"));
        if (node.type() == pugi::node_element && root)
            fail(request, source, "xml.malformed", "a second element at the top; a document has one root",
                 reader.offset_of(node.name()) - 1);
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
            fail(request, source, "xml.malformed", "there is text outside of the root element",
                 reader.offset_of(node.value()));
        if (node.type() == pugi::node_element) root = node;
    }
    if (!root) fail(request, source, "xml.empty", "there is no element; a document was expected", source.size());
    return root;
}

}  // namespace

void decode(const crossdock_decode_request& request, const Settings& settings, sdk::NameCache& cache,
            crossdock_tape_writer& tape) {
    const std::string_view source = sdk::text(request.source);
    if (source.size() > settings.size_limit)
        fail(request, {}, "xml.too-large",
             fmt::format("the document has {} bytes, more than size-limit, {}", source.size(), settings.size_limit), 0);
    const std::size_t mark = source.starts_with(sdk::utf8_byte_order_mark) ? sdk::utf8_byte_order_mark.size() : 0;
    const std::string_view text = source.substr(mark);
    if (const SourceMistake mistake = check_source(text); !mistake.code.empty())
        fail(request, source, mistake.code, mistake.text, mistake.offset + mark);

    const auto buffer = std::make_unique<char[]>(text.size() + 1);
    std::copy(text.begin(), text.end(), buffer.get());
    constexpr unsigned flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_eol |
                               pugi::parse_doctype | pugi::parse_fragment;
    pugi::xml_document document;
    const pugi::xml_parse_result result =
        document.load_buffer_inplace(buffer.get(), text.size(), flags, pugi::encoding_utf8);
    if (!result)
        fail(request, source, "xml.malformed", explain(result.status),
             mark + std::min(static_cast<std::size_t>(result.offset), text.size()));
    sdk::DocumentNames names(cache);
    TreeReader reader(request, {source, buffer.get(), mark}, settings, names, tape);
    reader.read(find_root(document, reader, request, source));
    names.publish(tape);
}

}  // namespace crossdock::xml
