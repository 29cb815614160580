#include "plugins/xml/xml.hpp"

#include <crossdock/cpp/transactions.hpp>
#include <crossdock/cpp/whole_payload_split.hpp>

#include "plugins/xml/decode.hpp"
#include "plugins/xml/encode.hpp"

namespace crossdock::xml {

namespace {

constexpr std::string_view blanks = " \t\r\n";

// 0 to 100 for the first bytes alone.
std::uint32_t looks_like_xml(std::string_view head) {
    if (head.starts_with(sdk::utf8_byte_order_mark)) head.remove_prefix(sdk::utf8_byte_order_mark.size());
    head.remove_prefix(std::min(head.find_first_not_of(blanks), head.size()));
    if (head.starts_with("<?xml")) return 90;
    if (head.size() < 2 || head[0] != '<') return 0;
    if (head.starts_with("<!DOCTYPE html") || head.starts_with("<!doctype") || head.starts_with("<html")) return 5;
    const auto second = static_cast<unsigned char>(head[1]);
    const bool name = second == '_' || second >= 0x80 || (second | 0x20u) - 'a' < 26u;
    return name || head.starts_with("<!--") || head.starts_with("<!DOCTYPE") ? 70 : 0;
}

bool is_xml_type(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; "));
    return type == "application/xml" || type == "text/xml" || type.ends_with("+xml");
}

std::string_view without_declaration(std::string_view document) {
    if (!document.starts_with("<?xml ")) return document;
    document.remove_prefix(std::min(document.find("?>") + 2, document.size()));
    return document.substr(std::min(document.find_first_not_of(blanks), document.size()));
}

}  // namespace

std::uint32_t Xml::probe(std::string_view head, std::string_view name, std::string_view content_type) const {
    const std::uint32_t looks = looks_like_xml(head);
    const bool typed = is_xml_type(content_type);
    const bool named = name.ends_with(".xml");
    if (looks >= 70) return typed ? 95 : std::max(looks, named ? 90u : 70u);
    if (head.find_first_not_of(blanks) != std::string_view::npos) return typed ? 30 : named ? 20 : looks;
    return typed ? 60 : named ? 50 : 0;
}

std::unique_ptr<sdk::Split> Xml::split(const crossdock_split_events& events,
                                       const crossdock_format_options* options) const {
    const Settings settings = sdk::with_options(settings_, options);
    return std::make_unique<sdk::WholePayloadSplit>(events, "xml", settings.size_limit);
}

void Xml::decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                 const crossdock_findings& /*findings*/) const {
    xml::decode(request, sdk::with_options(settings_, request.options), names_, tape);
}

void Xml::encode(const crossdock_encode_request& request, crossdock_output& output) const {
    xml::encode(request, sdk::with_options(settings_, request.options), output);
}

void Xml::assemble(const crossdock_assemble_request& request, crossdock_output& output) const {
    const Settings settings = sdk::with_options(settings_, request.options);
    if (request.transaction_count == 1 && !settings.wrapper_always)
        return sdk::write(output, sdk::text(sdk::transaction(request, 0).bytes));
    const std::string_view line_end = settings.indent > 0 ? "\n" : "";
    if (settings.declaration) {
        sdk::write(output, R"(<?xml version="1.0" encoding="UTF-8"?>)");
        sdk::write(output, line_end);
    }
    sdk::write(output, "<" + settings.wrapper + ">");
    sdk::write(output, line_end);
    for (std::uint64_t index = 0; index < request.transaction_count; ++index)
        sdk::write(output, without_declaration(sdk::text(sdk::transaction(request, index).bytes)));
    sdk::write(output, "</" + settings.wrapper + ">");
    sdk::write(output, line_end);
}

}  // namespace crossdock::xml
