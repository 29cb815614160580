// Reads and writes one message of EDIFACT.
#include "plugins/edifact/transaction.hpp"

#include "plugins/edi/delimiter_text.hpp"
#include "plugins/edi/options.hpp"
#include "plugins/edifact/character_sets.hpp"
#include "plugins/edifact/envelope_syntax.hpp"
#include "plugins/edifact/options.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edifact {
namespace {

// `ORDERS:D:96A:UN:EAN008`, from `edifact/D.96A/ORDERS`. CONTRL is of the syntax, and so is its version.
std::string message_identifier(const Transaction& transaction, char separator, std::string_view association) {
    const std::string_view release = transaction.release->id;
    const std::size_t dot = release.find('.');
    std::string text = transaction.set;
    if (dot == std::string_view::npos)
        text += fmt::format("{0}{1}{0}{2}{0}UN", separator, release == "syntax-4" ? "4" : "D",
                            release == "syntax-4" ? "1" : "3");
    else
        text += fmt::format("{0}{1}{0}{2}{0}UN", separator, release.substr(0, dot), release.substr(dot + 1));
    if (!association.empty()) text.append(1, separator).append(association);
    return text;
}

// CONTRL belongs to the syntax: that of version 4 to version 4, the other one to those before.
void check_syntax(const Transaction& transaction, const crossdock_format_options* options) {
    const std::string& release = transaction.release->id;
    const bool four = syntax_option(options).version == "4";
    if (release == "syntax-4" && !four)
        refuse_option(dialect, "syntax", option(options, "syntax", "UNOC:3"), "version 4");
    if (release == "syntax-3" && four) refuse_option(dialect, "syntax", option(options, "syntax"), "version 3 or less");
}

// What UNH says last of the type of a message (0057).
std::string_view association(const crossdock_format_options* options) {
    constexpr std::size_t longest = 6;
    const std::string_view text = option(options, "association");
    const bool right = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
    if (!right || text.size() > longest) refuse_option(dialect, "association", text, "at most six letters and digits");
    return text;
}

}  // namespace

void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const std::string_view context = sdk::text(request.interchange_context);
    const auto known = delimiters_of(context);
    const CharacterSet* characters = find_character_set(repertoire_of(context));
    constexpr std::uint16_t message_identifier_element = 2;  // S009
    const DecodeSettings settings{known ? *known : usual_delimiters(), levels,
                                  characters == nullptr ? find_character_set("UNOC") : characters,
                                  option(request.options, "guide"), message_identifier_element};
    edi::decode(catalog, request, settings, tape, findings);
}

void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output) {
    const Transaction& transaction =
        transaction_to_write(catalog, sdk::text(request.type), option(request.options, "guide"));
    check_syntax(transaction, request.options);
    const OutputSyntax syntax = output_syntax(request.options);
    const TransactionFrame frame{
        {}, message_identifier(transaction, syntax.delimiters.component, association(request.options)), 1};
    edi::encode(transaction, *request.document, syntax, frame, output);
}

}  // namespace crossdock::edifact
