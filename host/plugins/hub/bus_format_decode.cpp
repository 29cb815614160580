// Documents over the bus: slices go out, tapes come back.
#include <fmt/format.h>

#include <algorithm>

#include "host/plugins/hub/bus_format_client.hpp"
#include "host/plugins/hub/poison.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// The payloads of a batch, each once, cut to what its items need.
class PayloadParts {
public:
    // Where the item's bytes lie: which part, and where in it.
    void add(const DecodeItem& item) {
        const std::uint64_t end = item.offset_in_payload + item.size;
        if (ranges_.empty() || ranges_.back().payload != item.payload) {
            const auto found = std::find_if(ranges_.begin(), ranges_.end(),
                                            [&](const Range& range) { return range.payload == item.payload; });
            if (found == ranges_.end()) {
                ranges_.push_back({item.payload, item.offset_in_payload, end});
                last_ = ranges_.size() - 1;
            } else {
                last_ = static_cast<std::size_t>(found - ranges_.begin());
            }
        }
        Range& range = ranges_[last_];
        range.begin = std::min(range.begin, item.offset_in_payload);
        range.end = std::max(range.end, end);
        places_.push_back(last_);
    }
    [[nodiscard]] std::size_t part_of(std::size_t item) const { return places_[item]; }
    [[nodiscard]] std::uint64_t begin_of(std::size_t item) const { return ranges_[places_[item]].begin; }
    void add_to(bus::Frame& frame) const {
        for (const Range& range : ranges_)
            frame.add(bus::shared_part(std::string_view(*range.payload).substr(range.begin, range.end - range.begin),
                                       range.payload));
    }

private:
    struct Range {
        SharedBytes payload;
        std::uint64_t begin;
        std::uint64_t end;
    };
    std::vector<Range> ranges_;
    std::vector<std::size_t> places_;
    std::size_t last_ = 0;
};

}  // namespace

Result<std::vector<Decoded>> FormatClient::decode(const std::vector<DecodeItem>& items, const FormatOptions& options,
                                                  const Names& names) {
    std::vector<Decoded> all(items.size());
    CROSSDOCK_TRY(
        decode_each(items, options, names, [&](std::size_t item, Decoded decoded) { all[item] = std::move(decoded); }));
    return all;
}

Status BusFormatClient::decode_each(const std::vector<DecodeItem>& items, const FormatOptions& options,
                                    const Names& names, const TakeDecoded& take) {
    for (const DecodeItem& item : items)
        if (!item.payload || item.offset_in_payload > item.payload->size() ||
            item.size > item.payload->size() - item.offset_in_payload)
            return Error{"format.bad-slice", ErrorClass::permanent, "a slice to decode lies outside its payload"};
    Status together = decode_once(items, 0, options, names, take);
    if (together.ok() || !connection_->restarts() || !killed_the_adapter(together.error())) return together;
    // As in answer_each: which item was it?
    for (std::size_t at = 0; at < items.size(); ++at) {
        const Status alone = decode_once(std::span(items).subspan(at, 1), at, options, names, take);
        if (alone.ok()) continue;
        take(at, {killed_the_adapter(alone.error()) ? killed_twice(*connection_, alone.error()) : alone.error(),
                  nullptr,
                  {}});
    }
    return {};
}

Status BusFormatClient::decode_once(std::span<const DecodeItem> items, std::size_t first, const FormatOptions& options,
                                    const Names& names, const TakeDecoded& take) {
    CROSSDOCK_TRY(connection_->connect());
    const std::uint64_t generation = connection_->generation();
    follow(generation, names);
    PayloadParts parts;
    for (const DecodeItem& item : items) parts.add(item);
    const std::uint64_t id = connection_->next_operation();
    bus::Frame request(Op::decode, id);
    auto out = request.fields();
    write_known_lists(out, generation, lists_.known());
    write(out, options);
    out.varint(items.size());
    for (std::size_t at = 0; at < items.size(); ++at) {
        const DecodeItem& item = items[at];
        write(out, DecodeFields{parts.part_of(at), item.offset_in_payload - parts.begin_of(at), item.size,
                                item.source_offset, item.first_segment, item.type, item.interchange_context,
                                item.group_context});
    }
    parts.add_to(request);
    CROSSDOCK_TRY_ASSIGN(bus::Received received, ask(std::move(request), id));
    follow(received.head.generation, names);
    // Documents hold the text of their tapes, and let go of the events.
    std::shared_ptr<const bus::Part> text;
    if (received.parts.size() > 1 && !bus::view(received.parts[1]).empty())
        text = std::make_shared<const bus::Part>(std::move(received.parts[1]));
    TapeReader reader(received.parts.empty() ? std::string_view() : bus::view(received.parts[0]),
                      text == nullptr ? std::string_view() : bus::view(*text));
    ByteReader in = received.fields();
    for (std::size_t at = 0; at < items.size(); ++at) {
        Decoded result;
        for (SplitEvent& event : read_events(in))
            if (auto* finding = std::get_if<Finding>(&event)) result.findings.push_back(std::move(*finding));
        if (in.fixed<std::uint32_t>() != CROSSDOCK_OK) {
            result.status = read_error(in);
        } else if (const TapeFields fields = read_tape_fields(in); in.failed()) {
            result.status = bad_answer();
        } else {
            result.document = std::make_unique<Document>(names);
            const std::string_view source =
                std::string_view(*items[at].payload).substr(items[at].offset_in_payload, items[at].size);
            result.status = read_document(fields, reader, text, source, *result.document);
            // After the reading, which lets go of all that the document held.
            if (result.status.ok())
                result.document->keep_alive(items[at].payload);
            else
                result.document.reset();
        }
        take(first + at, std::move(result));
    }
    return {};
}

}  // namespace crossdock::plugins
