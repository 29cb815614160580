#include "plugins/http/json_check.hpp"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <vector>

namespace crossdock::http {

namespace {

constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                           rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseFullPrecisionFlag;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Counts levels only: what every good body pays.
class Depth : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Depth> {
public:
    explicit Depth(std::uint32_t max) noexcept : max_(max) {}
    bool StartObject() noexcept { return ++depth_ <= max_; }
    bool StartArray() noexcept { return ++depth_ <= max_; }
    bool EndObject(rapidjson::SizeType /*members*/) noexcept { return --depth_, true; }
    bool EndArray(rapidjson::SizeType /*elements*/) noexcept { return --depth_, true; }

private:
    std::uint32_t max_;
    std::uint32_t depth_ = 0;
};

// Knows where it is: what a bad body is read with, once more.
class Place : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Place> {
public:
    explicit Place(std::uint32_t max) noexcept : max_(max) {}
    bool Default() {
        value_begins();
        return true;
    }
    bool StartObject() { return enter(false); }
    bool StartArray() { return enter(true); }
    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        levels_.back().key.assign(text, size);
        levels_.back().has_key = true;
        return true;
    }
    bool EndObject(rapidjson::SizeType /*members*/) { return leave(); }
    bool EndArray(rapidjson::SizeType /*elements*/) { return leave(); }

    // The value that comes next or is being read. A value that failed was not counted yet.
    [[nodiscard]] std::string pointer() const {
        std::string pointer;
        for (std::size_t index = 0; index < levels_.size(); ++index) {
            const Level& level = levels_[index];
            if (level.is_array) {
                const bool innermost = index + 1 == levels_.size();
                pointer += fmt::format("/{}", innermost || level.values == 0 ? level.values : level.values - 1);
            } else if (level.has_key) {
                pointer += '/';
                for (const char character : level.key)
                    pointer += character == '~' ? "~0" : character == '/' ? "~1" : std::string(1, character);
            }
        }
        return pointer;
    }

private:
    struct Level {
        bool is_array = false;
        bool has_key = false;
        std::string key;
        std::uint64_t values = 0;
    };
    void value_begins() {
        if (!levels_.empty()) ++levels_.back().values;
    }
    bool enter(bool is_array) {
        if (levels_.size() >= max_) return false;
        value_begins();
        levels_.push_back({is_array, false, {}, 0});
        return true;
    }
    bool leave() {
        levels_.pop_back();
        return true;
    }

    std::uint32_t max_;
    std::vector<Level> levels_;
};

template <typename Handler>
rapidjson::ParseResult parse(std::string_view text, Handler& handler) {
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    return reader.Parse<flags>(stream, handler);
}

}  // namespace

std::optional<JsonMistake> check_json(std::string_view text, std::uint32_t depth_max) {
    const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    text.remove_prefix(skipped);
    // A reader that meets a zero byte takes it for the end; no JSON text holds one.
    const std::size_t zero = text.find('\0');
    Depth depth(depth_max);
    if (zero == std::string_view::npos && !parse(text, depth).IsError()) return {};

    Place place(depth_max);
    const auto result = parse(text, place);
    JsonMistake mistake;
    mistake.offset = result.IsError() ? result.Offset() + skipped : zero + skipped;
    mistake.pointer = result.IsError() ? place.pointer() : "";
    if (result.IsError() && result.Code() == rapidjson::kParseErrorTermination) {
        mistake.code = "json.too-deep";
        mistake.text = fmt::format("objects and arrays are nested deeper than {} levels", depth_max);
    } else {
        mistake.code = "json.malformed";
        mistake.text =
            result.IsError() ? rapidjson::GetParseError_En(result.Code()) : "there is a zero byte in the text";
    }
    return mistake;
}

}  // namespace crossdock::http
