// JSON text to document: parsed in place in a copy that the document keeps, so that no value is copied by itself.
#include <fmt/format.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "host/document/json.hpp"
#include "host/document/json_pointer.hpp"
#include "host/document/utf8.hpp"

namespace crossdock {

namespace {

constexpr unsigned parse_flags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
constexpr std::size_t scanned_members_max = 16;

std::string_view explain(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty: return "there is nothing here; a JSON object or array is expected";
        case rapidjson::kParseErrorDocumentRootNotSingular: return "something follows after the end of the document";
        case rapidjson::kParseErrorValueInvalid:
            return "a value is expected: an object, array, string, number, true, "
                   "false or null";
        case rapidjson::kParseErrorObjectMissName: return "a member's name in double quotes is expected";
        case rapidjson::kParseErrorObjectMissColon: return "a colon is expected after the member's name";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket: return "a comma or } is expected after the member";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket: return "a comma or ] is expected after the item";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "four hexadecimal digits are expected after "
                   "\\u";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "a \\u escape of one half of a surrogate pair "
                   "needs its other half";
        case rapidjson::kParseErrorStringEscapeInvalid: return "a backslash is followed by one of \" \\ / b f n r t u";
        case rapidjson::kParseErrorStringMissQuotationMark: return "the string is not closed by a double quote";
        case rapidjson::kParseErrorStringInvalidEncoding:
            return "a control character inside a string is written as "
                   "\\u and four digits";
        case rapidjson::kParseErrorNumberTooBig: return "the number is too large; write it as a string";
        case rapidjson::kParseErrorNumberMissFraction: return "a digit is expected after the decimal point";
        case rapidjson::kParseErrorNumberMissExponent: return "a digit is expected in the exponent";
        default: return "this is not JSON";
    }
}

// Receives the parser's events. The parser recurses once a level, so the depth is limited here.
class JsonBuilder {
public:
    using Ch = char;

    JsonBuilder(std::string_view json, const char* copy, rapidjson::InsituStringStream& stream,
                const JsonLimits& limits, Document& document)
        : json_(json),
          copy_(copy),
          stream_(stream),
          depth_max_(std::min(limits.depth_max, document_depth_max)),
          nodes_max_(limits.nodes_max),
          document_(document) {
        keys_.reserve(scanned_members_max * 4);
    }

    bool Null() { return add_value({}, node_flag::null, stream_.Tell() - 4); }
    bool Bool(bool value) {
        return value ? add_value("true", node_flag::boolean, stream_.Tell() - 4)
                     : add_value("false", node_flag::boolean, stream_.Tell() - 5);
    }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        return add_value({text, size}, node_flag::number, static_cast<std::size_t>(text - copy_));
    }
    bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        const auto offset = static_cast<std::size_t>(text - copy_) - 1;
        return check_escapes({text, size}, offset) && add_value({text, size}, 0, offset);
    }
    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        const auto offset = static_cast<std::size_t>(text - copy_) - 1;
        if (!check_escapes({text, size}, offset)) return false;
        Frame& frame = frames_[depth_ - 1];
        frame.key = {text, size};
        frame.name = document_.symbol(frame.key);
        return is_new_member(frame) || refuse("json.repeated-member", "this member occurs a second time", offset);
    }
    bool StartObject() {
        const std::size_t offset = stream_.Tell() - 1;
        if (!room_below(offset)) return false;
        NodeIndex group = Document::root;
        if (depth_ != 0 && !add_group(offset, group)) return false;
        push(group, no_symbol, false);
        return true;
    }
    bool EndObject(rapidjson::SizeType /*members*/) { return pop(); }
    bool StartArray() {
        const std::size_t offset = stream_.Tell() - 1;
        if (!room_below(offset)) return false;
        if (depth_ != 0 && !frames_[depth_ - 1].array) {
            push(frames_[depth_ - 1].group, frames_[depth_ - 1].name, true);
            return true;
        }
        NodeIndex group = Document::root;
        if (depth_ != 0 && !add_group(offset, group)) return false;
        push(group, document_.symbol(json_item_name), true);
        return true;
    }
    bool EndArray(rapidjson::SizeType /*items*/) { return pop(); }

    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    [[nodiscard]] const char* code() const { return code_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::size_t refused_offset() const { return refused_offset_; }

    [[nodiscard]] std::string pointer() const {
        std::string pointer;
        for (std::uint32_t level = 0; level < depth_; ++level) {
            const Frame& frame = frames_[level];
            if (frame.array)
                append_pointer_token(pointer, std::to_string(frame.items == 0 ? 0 : frame.items - 1));
            else if (frame.key.data() != nullptr)
                append_pointer_token(pointer, frame.key);
        }
        return pointer;
    }

private:
    struct Frame {
        NodeIndex group = no_node;
        Symbol name = no_symbol;  // of what comes next
        bool array = false;
        std::uint32_t items = 0;
        std::size_t keys_begin = 0;
        std::string_view key{};
    };

    bool refuse(const char* code, std::string_view text, std::size_t offset) {
        code_ = code;
        text_ = text;
        refused_offset_ = offset;
        return false;
    }

    // The parser lets the second half of a surrogate pair stand alone.
    bool check_escapes(std::string_view text, std::size_t offset) {
        if (!has_escapes_ || utf8::is_valid(text)) return true;
        return refuse("json.malformed", explain(rapidjson::kParseErrorStringUnicodeSurrogateInvalid), offset);
    }

    bool room_below(std::size_t offset) {
        if (depth_ < depth_max_) return true;
        return refuse("json.too-deep", "objects and arrays are nested deeper than the limit", offset);
    }

    void push(NodeIndex group, Symbol name, bool array) {
        frames_[depth_] = Frame{group, name, array, 0, keys_.size(), {}};
        ++depth_;
    }

    bool pop() {
        --depth_;
        keys_.resize(frames_[depth_].keys_begin);
        return true;
    }

    // Where a value goes: its parent, its name and flags.
    bool enter_item(std::size_t offset, std::uint8_t& flags) {
        Frame& frame = frames_[depth_ - 1];
        if (frame.array) {
            ++frame.items;
            flags |= node_flag::list_item;
        }
        return document_.size() < nodes_max_ ||
               refuse("json.too-large", "the document has more values than the limit", offset);
    }

    void place(NodeIndex node, std::size_t offset) {
        line_ += static_cast<std::uint32_t>(std::count(json_.begin() + static_cast<std::ptrdiff_t>(counted_to_),
                                                       json_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
        counted_to_ = offset;
        document_[node].position.offset = offset;
        document_[node].position.line = line_;
    }

    bool add_value(std::string_view value, std::uint8_t flags, std::size_t offset) {
        if (depth_ == 0) return refuse("json.not-a-document", "a document is an object or an array", offset);
        if (!enter_item(offset, flags)) return false;
        place(document_.add_value(frames_[depth_ - 1].group, frames_[depth_ - 1].name, value, flags), offset);
        return true;
    }

    bool add_group(std::size_t offset, NodeIndex& group) {
        std::uint8_t flags = 0;
        if (!enter_item(offset, flags)) return false;
        group = document_.add_group(frames_[depth_ - 1].group, frames_[depth_ - 1].name, flags);
        place(group, offset);
        return true;
    }

    // Remembers the frame's new member; false when it had one of that name. Large objects are looked up by hash.
    bool is_new_member(const Frame& frame) {
        const std::size_t members = keys_.size() - frame.keys_begin;
        const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(frame.keys_begin);
        const auto entry = [&](Symbol symbol) { return std::uint64_t{frame.group} << 32U | symbol; };
        bool added = true;
        if (members < scanned_members_max) {
            added = std::find(first, keys_.end(), frame.name) == keys_.end();
        } else {
            if (members == scanned_members_max)
                for (auto each = first; each != keys_.end(); ++each) large_members_.insert(entry(*each));
            added = large_members_.insert(entry(frame.name)).second;
        }
        keys_.push_back(frame.name);
        return added;
    }

    std::string_view json_;
    const char* copy_;
    bool has_escapes_ = json_.find("\\u") != std::string_view::npos;
    rapidjson::InsituStringStream& stream_;
    std::uint32_t depth_max_;
    std::uint64_t nodes_max_;
    Document& document_;
    std::uint32_t depth_ = 0;
    std::array<Frame, document_depth_max> frames_;
    std::vector<Symbol> keys_;  // of the open objects' members
    std::unordered_set<std::uint64_t> large_members_;
    std::uint32_t line_ = 1;
    std::size_t counted_to_ = 0;
    const char* code_ = nullptr;
    std::string_view text_;
    std::size_t refused_offset_ = 0;
};

Error error_at(const char* code, std::string text, std::string_view json, std::string_view source, std::size_t offset) {
    const std::string_view before = json.substr(0, offset);
    const std::size_t line_begin = before.rfind('\n') + 1;
    Position position;
    position.source = source;
    position.line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
    position.column = static_cast<std::uint32_t>(before.size() - line_begin + 1);
    position.offset = offset;
    return Error{code, ErrorClass::permanent, std::move(text), std::move(position)};
}

Status parse(std::string_view json, std::string_view source, const JsonLimits& limits, Document& document) {
    if (json.size() > limits.bytes_max)
        return Error{"json.too-large", ErrorClass::permanent,
                     fmt::format("the document has {} bytes; {} are allowed", json.size(), limits.bytes_max),
                     Position{std::string(source)}};
    if (const std::size_t invalid = utf8::first_invalid(json); invalid != json.size())
        return error_at("json.not-utf8", "this byte is not UTF-8, and JSON is always UTF-8", json, source, invalid);
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    const std::size_t skipped = json.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;

    char* const copy = document.copy_text_for_edit(json);
    std::fill_n(copy, skipped, ' ');
    rapidjson::InsituStringStream stream(copy);
    JsonBuilder builder(json, copy, stream, limits, document);
    rapidjson::Reader reader;
    const rapidjson::ParseResult parsed = reader.Parse<parse_flags>(stream, builder);

    const std::string pointer = builder.pointer();
    const auto failed = [&](const char* code, std::string_view text, std::size_t offset) {
        return error_at(code, pointer.empty() ? std::string(text) : fmt::format("at {}: {}", pointer, text), json,
                        source, offset);
    };
    if (builder.code() != nullptr) return failed(builder.code(), builder.text(), builder.refused_offset());
    if (parsed.IsError()) return failed("json.malformed", explain(parsed.Code()), parsed.Offset());
    if (stream.Tell() != json.size())
        return failed("json.malformed", explain(rapidjson::kParseErrorDocumentRootNotSingular), stream.Tell());
    return {};
}

}  // namespace

Status read_json(std::string_view json, std::string_view source, const JsonLimits& limits, Document& document) {
    document.clear();
    Status status = parse(json, source, limits, document);
    if (!status.ok()) document.clear();
    return status;
}

Status read_json(std::string_view json, std::string_view source, Document& document) {
    return read_json(json, source, JsonLimits{}, document);
}

}  // namespace crossdock
