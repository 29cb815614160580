// RapidJSON's events to the tape's.
#pragma once

#include <crossdock/cpp/finding.hpp>
#include <crossdock/cpp/name_cache.hpp>
#include <crossdock/cpp/tape_builder.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/json/source_stream.hpp"

namespace crossdock::json {

// Receives one document. Throws Failure, through the parser, for what cannot be put on a tape.
class TreeHandler {
public:
    struct Receivers {
        sdk::TapeBuilder tape;
        sdk::FindingReporter findings;
        sdk::DocumentNames& names;
    };

    // `source`, `scratch` and `stream` belong together; all are borrowed.
    TreeHandler(const crossdock_decode_request& request, std::string_view source, const char* scratch,
                const SourceStream& stream, std::uint32_t depth_limit, Receivers receivers);

    bool Null() { return plain_value(CROSSDOCK_TAPE_NULL, "null", 0); }
    bool Bool(bool value) { return plain_value(CROSSDOCK_TAPE_BOOLEAN, value ? "true" : "false", value ? 4 : 5); }
    bool RawNumber(const char* begin, rapidjson::SizeType size, bool copied);
    bool String(const char* begin, rapidjson::SizeType size, bool copied);
    bool Key(const char* begin, rapidjson::SizeType size, bool copied);
    bool StartObject();
    bool EndObject(rapidjson::SizeType member_count);
    bool StartArray();
    bool EndArray(rapidjson::SizeType item_count);
    // Never called: numbers come as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    // The JSON pointer (RFC 6901) of what is being read.
    [[nodiscard]] std::string pointer() const;

private:
    static constexpr std::uint32_t no_name = UINT32_MAX;

    // An object or array that is open.
    struct Frame {
        std::uint32_t name = no_name;  // of an object: of the member being read; of an array: of its items
        std::uint32_t index = 0;       // of an array: of the item being read
        bool array = false;
        bool on_tape = false;         // it has a BEGIN
        std::uint32_t tape_name = 0;  // of that BEGIN
        std::uint32_t serial = 0;     // of an object: its number
    };

    [[nodiscard]] std::size_t offset_of(const char* at) const { return static_cast<std::size_t>(at - source_.data()); }
    // True when the token at `begin` has no escapes, so that its text is the source itself.
    [[nodiscard]] bool is_verbatim(const char* begin, std::size_t size) const;
    [[nodiscard]] std::string_view unescaped(const char* begin, std::size_t size) const;
    bool plain_value(unsigned flag, std::string_view token, std::size_t text_size);
    // Flags for an item or member at this place; throws when there is no object or array around it.
    [[nodiscard]] unsigned place_flags(std::size_t offset) const;
    void value_done() noexcept;
    void open(bool array, std::size_t offset);
    bool close(std::size_t offset);
    void note_member(std::uint32_t name, std::size_t offset);

    const crossdock_decode_request& request_;
    std::string_view source_;
    const char* scratch_;
    const SourceStream& stream_;
    std::uint32_t depth_limit_;
    Receivers to_;
    sdk::LineCounter lines_;
    std::uint32_t item_name_;
    std::uint32_t objects_ = 0;
    std::vector<Frame> frames_;
    std::vector<std::vector<std::uint32_t>> member_of_;  // by depth and name: the last object that had this member
};

}  // namespace crossdock::json
