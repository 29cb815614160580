#include "plugins/xml/source_check.hpp"

#include <crossdock/cpp/utf8.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

#include "plugins/xml/names.hpp"

namespace crossdock::xml {

namespace {

bool is_forbidden(char byte) noexcept {
    return static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
}

std::size_t find_control(std::string_view source) noexcept {
    bool any = false;
    for (const char byte : source) any |= is_forbidden(byte);
    if (!any) return std::string_view::npos;
    return static_cast<std::size_t>(std::find_if(source.begin(), source.end(), is_forbidden) - source.begin());
}

// The two code points U+FFFE and U+FFFF are UTF-8 but not XML.
std::size_t find_not_a_character(std::string_view source) noexcept {
    return std::min(source.find("\xEF\xBF\xBE"), source.find("\xEF\xBF\xBF"));
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// The charset that the declaration names; empty: none.
std::string_view declared_charset(std::string_view source) noexcept {
    if (!source.starts_with("<?xml")) return {};
    const std::string_view declaration = source.substr(0, source.find("?>"));
    const std::size_t encoding = declaration.find("encoding");
    if (encoding == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", encoding);
    if (open == std::string_view::npos) return {};
    return declaration.substr(open + 1, declaration.find(declaration[open], open + 1) - open - 1);
}

// `&lt;` or `&#228;` or `&#xE4;` at the beginning of `text`.
bool is_reference(std::string_view text) noexcept {
    for (const std::string_view known : {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"})
        if (text.starts_with(known)) return true;
    constexpr std::size_t reference_bytes_max = 16;
    const std::size_t semicolon = text.substr(0, reference_bytes_max).find(';');
    if (semicolon == std::string_view::npos || text[1] != '#') return false;
    const int base = text[2] == 'x' ? 16 : 10;
    const char* const begin = text.data() + (base == 16 ? 3 : 2);
    const char* const end = text.data() + semicolon;
    std::uint32_t code_point = 0;
    const auto [stop, failed] = std::from_chars(begin, end, code_point, base);
    return begin != end && failed == std::errc{} && stop == end && is_character(code_point);
}

// Where comments, CDATA sections and processing instructions lie: an ampersand means nothing there.
struct Section {
    std::size_t begin;
    std::size_t end;
};

std::vector<Section> find_sections(std::string_view source) {
    struct Kind {
        std::string_view open;
        std::string_view close;
    };
    std::vector<Section> sections;
    for (std::size_t at = source.find('<'); at != std::string_view::npos; at = source.find('<', at)) {
        const std::size_t begin = at++;
        for (const Kind& kind : {Kind{"<!--", "-->"}, Kind{"<![CDATA[", "]]>"}, Kind{"<?", "?>"}}) {
            if (source.substr(begin, kind.open.size()) != kind.open) continue;
            at = std::min(source.find(kind.close, begin + kind.open.size()), source.size());
            sections.push_back({begin, at});
            break;
        }
    }
    return sections;
}

std::size_t find_unknown_reference(std::string_view source) {
    std::vector<Section> sections;
    bool searched = false;
    for (std::size_t at = source.find('&'); at != std::string_view::npos; at = source.find('&', at + 1)) {
        if (is_reference(source.substr(at))) continue;
        if (!searched) sections = find_sections(source);
        searched = true;
        const auto after =
            std::upper_bound(sections.begin(), sections.end(), at,
                             [](std::size_t offset, const Section& section) { return offset < section.begin; });
        if (after == sections.begin() || std::prev(after)->end < at) return at;
    }
    return std::string_view::npos;
}

}  // namespace

SourceMistake check_source(std::string_view source) {
    if (const std::size_t bad = sdk::find_invalid_utf8(source); bad != std::string_view::npos)
        return {"xml.not-utf-8", "the bytes here are not UTF-8; send the document in UTF-8", bad};
    if (const std::size_t bad = std::min(find_control(source), find_not_a_character(source));
        bad != std::string_view::npos)
        return {"xml.control-character", "this character is not allowed in XML; remove it", bad};
    const std::string_view charset = declared_charset(source);
    if (!charset.empty() && !equal_ignoring_case(charset, "utf-8") && !equal_ignoring_case(charset, "us-ascii"))
        return {"xml.charset", "the declaration names a charset other than UTF-8; send the document in UTF-8",
                static_cast<std::size_t>(charset.data() - source.data())};
    if (const std::size_t bad = find_unknown_reference(source); bad != std::string_view::npos)
        return {"xml.unknown-entity",
                "an ampersand begins something other than &lt; &gt; &amp; &quot; &apos; or a character number; write "
                "a plain one as &amp;",
                bad};
    return {};
}

}  // namespace crossdock::xml
