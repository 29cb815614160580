// Cutting a stream into documents: JSON lines, and the items of one array. Neither keeps any of the payload.
#pragma once

#include <crossdock/cpp/whole_payload_split.hpp>

#include "plugins/json/settings.hpp"

namespace crossdock::json {

// A document a line (ndjson); blank lines are skipped. A line break cannot occur inside a JSON document that is
// written on one line, so no token is looked at.
class LineSplit : public sdk::Split {
public:
    LineSplit(const crossdock_split_events& events, const Settings& settings) : events_(events), settings_(settings) {}
    void feed(std::string_view piece) override;
    void close() override;

private:
    void end_line(std::uint64_t end);

    crossdock_split_events events_;
    Settings settings_;
    sdk::ByteOrderMark mark_;
    std::uint64_t offset_ = 0;  // of the next byte fed
    std::uint64_t begin_ = 0;   // of the line
    std::uint32_t line_ = 1;
    bool blank_ = true;
    bool any_ = false;
};

// A slice for each item of the array that the payload is. Looks at brackets, quotation marks and commas only: what is
// wrong inside an item is found when it is decoded. Throws `json.not-an-array`, `json.too-large`, `json.too-deep`,
// `json.empty`. An array that is not closed gives the finding `json.array-not-closed`, its last item as incomplete.
class ArraySplit : public sdk::Split {
public:
    ArraySplit(const crossdock_split_events& events, const Settings& settings) : events_(events), settings_(settings) {}
    void feed(std::string_view piece) override;
    void close() override;

private:
    enum class State : std::uint8_t { before, item, string, escape, after };

    void take(char byte);
    void between(char byte);
    void end_item(bool complete);
    [[noreturn]] void fail(const char* what) const;

    crossdock_split_events events_;
    Settings settings_;
    sdk::ByteOrderMark mark_;
    State state_ = State::before;
    std::uint64_t offset_ = 0;  // of the byte being looked at
    std::uint64_t begin_ = 0;   // of the item
    std::uint64_t end_ = 0;     // after the item's last byte that is not blank
    std::uint32_t line_ = 1;
    std::uint32_t item_line_ = 1;
    std::uint32_t depth_ = 0;  // inside the item
    bool begun_ = false;       // the item has a byte
    bool comma_ = false;       // an item must follow
};

}  // namespace crossdock::json
