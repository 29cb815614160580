#include "plugins/json/decode.hpp"

#include <fmt/format.h>
#include <rapidjson/error/error.h>

#include "plugins/json/tree_handler.hpp"

namespace crossdock::json {

namespace {

std::string_view explain(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "something follows the document; a payload is one document, or set framing";
        case rapidjson::kParseErrorValueInvalid:
            return "a value was expected: a string, a number, true, false, null, an object or an array";
        case rapidjson::kParseErrorObjectMissName: return "a member name in quotation marks was expected";
        case rapidjson::kParseErrorObjectMissColon: return "a colon was expected after the member name";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or a closing brace was expected after the member";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or a closing bracket was expected after the item";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "\\u must be followed by four hexadecimal digits";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "the string has half of a surrogate pair; write both halves";
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "the string has a control character or an escape that JSON does not know; write it as \\uXXXX";
        case rapidjson::kParseErrorStringMissQuotationMark: return "the string is not closed by a quotation mark";
        case rapidjson::kParseErrorNumberMissFraction: return "a digit was expected after the decimal point";
        case rapidjson::kParseErrorNumberMissExponent: return "a digit was expected in the exponent";
        default: return "this is not JSON";
    }
}

[[noreturn]] void fail(const crossdock_decode_request& request, std::string_view source, std::string_view code,
                       std::string_view what, std::size_t offset, std::string_view pointer = {}) {
    const sdk::LineAndColumn place = sdk::line_and_column(source, offset, request.first_segment);
    throw sdk::Failure::permanent(std::string(code),
                                  fmt::format("line {} column {}{}{}: {}", place.line, place.column,
                                              pointer.empty() ? "" : ", at ", pointer, what),
                                  request.source_offset + offset);
}

// The slice without a byte order mark, as blanks would be skipped.
std::size_t mark_size(std::string_view source) {
    return source.starts_with(sdk::utf8_byte_order_mark) ? sdk::utf8_byte_order_mark.size() : 0;
}

}  // namespace

void decode(const crossdock_decode_request& whole, const Settings& settings, sdk::NameCache& cache,
            crossdock_tape_writer& tape, const crossdock_findings& findings) {
    const std::string_view source = sdk::text(whole.source);
    if (source.size() > settings.size_limit)
        fail(whole, {}, "json.too-large",
             fmt::format("the document has {} bytes, more than size-limit, {}", source.size(), settings.size_limit), 0);
    if (const std::size_t bad = sdk::find_invalid_utf8(source); bad != std::string_view::npos)
        fail(whole, source, "json.not-utf-8", "the bytes here are not UTF-8; JSON is exchanged in UTF-8", bad);

    const auto scratch = std::make_unique<char[]>(source.size() + 1);
    SourceStream stream(source, scratch.get());
    for (std::size_t skipped = mark_size(source); skipped > 0; --skipped) stream.Take();
    sdk::DocumentNames names(cache);
    TreeHandler handler(whole, source, scratch.get(), stream, settings.depth_limit,
                        {sdk::TapeBuilder(tape, whole.source_offset), sdk::FindingReporter(findings), names});
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
    const rapidjson::ParseResult result = reader.Parse<flags>(stream, handler);
    if (result.IsError()) {
        const std::size_t offset = std::min(result.Offset(), source.size());
        if (result.Code() == rapidjson::kParseErrorDocumentEmpty && stream.Tell() == source.size())
            fail(whole, source, "json.empty", "the payload is empty; a document was expected", offset);
        if (result.Code() == rapidjson::kParseErrorNumberTooBig)
            fail(whole, source, "json.number-too-big", "the number is out of all range; write it as a string", offset,
                 handler.pointer());
        fail(whole, source, "json.malformed", explain(result.Code()), offset, handler.pointer());
    }
    if (stream.Tell() != source.size())
        fail(whole, source, "json.malformed", explain(rapidjson::kParseErrorDocumentRootNotSingular), stream.Tell());
    names.publish(tape);
}

}  // namespace crossdock::json
