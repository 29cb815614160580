#include "plugins/json/tree_handler.hpp"

#include <fmt/format.h>

namespace crossdock::json {

TreeHandler::TreeHandler(const crossdock_decode_request& request, std::string_view source, const char* scratch,
                         const SourceStream& stream, std::uint32_t depth_limit, Receivers receivers)
    : request_(request),
      source_(source),
      scratch_(scratch),
      stream_(stream),
      depth_limit_(depth_limit),
      to_(receivers),
      lines_(source, request.first_segment),
      item_name_(to_.names.intern("item")) {
    frames_.reserve(16);
}

bool TreeHandler::is_verbatim(const char* begin, std::size_t size) const {
    // A quote that no backslash escapes is the closing one; an escape makes the text shorter than the token.
    return begin[size] == '"' && (size == 0 || begin[size - 1] != '\\');
}

std::string_view TreeHandler::unescaped(const char* begin, std::size_t size) const {
    const std::string_view text{scratch_, size};
    if (sdk::find_invalid_utf8(text) != std::string_view::npos)
        throw sdk::Failure::permanent("json.malformed",
                                      fmt::format("the string at {} has half of a surrogate pair; write both halves",
                                                  pointer().empty() ? "the top" : pointer()),
                                      request_.source_offset + offset_of(begin) - 1);
    return text;
}

unsigned TreeHandler::place_flags(std::size_t offset) const {
    if (frames_.empty())
        throw sdk::Failure::permanent("json.not-a-document",
                                      "the payload is a single value; a document is an object or an array",
                                      request_.source_offset + offset);
    return frames_.back().array ? CROSSDOCK_TAPE_LIST_ITEM : 0u;
}

void TreeHandler::value_done() noexcept {
    if (!frames_.empty() && frames_.back().array) ++frames_.back().index;
}

bool TreeHandler::plain_value(unsigned flag, std::string_view token, std::size_t text_size) {
    const std::size_t offset = stream_.Tell() - token.size();
    const unsigned flags = place_flags(offset) | flag;
    to_.tape.value_in_source(frames_.back().name, flags, offset, text_size, lines_.position(offset));
    value_done();
    return true;
}

bool TreeHandler::RawNumber(const char* begin, rapidjson::SizeType size, bool /*copied*/) {
    const std::size_t offset = offset_of(begin);
    const unsigned flags = place_flags(offset) | CROSSDOCK_TAPE_NUMBER;
    to_.tape.value_in_source(frames_.back().name, flags, offset, size, lines_.position(offset));
    value_done();
    return true;
}

bool TreeHandler::String(const char* begin, rapidjson::SizeType size, bool /*copied*/) {
    const std::size_t offset = offset_of(begin);
    const unsigned flags = place_flags(offset - 1);
    const sdk::SourcePosition at = lines_.position(offset - 1);
    if (is_verbatim(begin, size))
        to_.tape.value_in_source(frames_.back().name, flags, offset, size, at);
    else
        to_.tape.value_copied(frames_.back().name, flags, unescaped(begin, size), at);
    value_done();
    return true;
}

bool TreeHandler::Key(const char* begin, rapidjson::SizeType size, bool /*copied*/) {
    const std::string_view text = is_verbatim(begin, size) ? std::string_view{begin, size} : unescaped(begin, size);
    frames_.back().name = to_.names.intern(text);
    note_member(frames_.back().name, offset_of(begin) - 1);
    return true;
}

void TreeHandler::note_member(std::uint32_t name, std::size_t offset) {
    if (member_of_.size() < frames_.size()) member_of_.resize(frames_.size());
    std::vector<std::uint32_t>& members = member_of_[frames_.size() - 1];
    if (members.size() <= name) members.resize(std::max<std::size_t>(to_.names.size(), 32));
    if (members[name] != frames_.back().serial) {
        members[name] = frames_.back().serial;
        return;
    }
    const std::string path = pointer();
    to_.findings.report({.code = "json.duplicate-member",
                         .text = "the object has this member already; a name may occur once in an object",
                         .value = to_.names[name],
                         .path = path,
                         .offset = request_.source_offset + offset,
                         .line = lines_.line_at(offset)});
}

void TreeHandler::open(bool array, std::size_t offset) {
    if (frames_.size() == depth_limit_)
        throw sdk::Failure::permanent(
            "json.too-deep", fmt::format("{} is nested deeper than depth-limit, {} levels", pointer(), depth_limit_),
            request_.source_offset + offset);
    Frame frame;
    frame.array = array;
    if (array) frame.name = item_name_;
    if (!frames_.empty()) {
        const Frame& above = frames_.back();
        frame.on_tape = !array || above.array;
        frame.tape_name = above.name;
        if (frame.on_tape)
            to_.tape.begin(above.name, place_flags(offset), lines_.position(offset));
        else
            frame.name = above.name;
    }
    if (!array) frame.serial = ++objects_;
    frames_.push_back(frame);
}

bool TreeHandler::close(std::size_t offset) {
    const Frame frame = frames_.back();
    frames_.pop_back();
    if (frame.on_tape) to_.tape.end(frame.tape_name, lines_.position(offset));
    value_done();
    return true;
}

bool TreeHandler::StartObject() {
    open(false, stream_.Tell() - 1);
    return true;
}

bool TreeHandler::EndObject(rapidjson::SizeType /*member_count*/) { return close(stream_.Tell() - 1); }

bool TreeHandler::StartArray() {
    open(true, stream_.Tell() - 1);
    return true;
}

bool TreeHandler::EndArray(rapidjson::SizeType /*item_count*/) { return close(stream_.Tell() - 1); }

std::string TreeHandler::pointer() const {
    std::string path;
    for (const Frame& frame : frames_) {
        if (frame.name == no_name) break;
        path += '/';
        if (frame.array) {
            path += std::to_string(frame.index);
            continue;
        }
        for (const char byte : to_.names[frame.name]) {
            if (byte == '~')
                path += "~0";
            else if (byte == '/')
                path += "~1";
            else
                path += byte;
        }
    }
    return path;
}

}  // namespace crossdock::json
