// JSON (RFC 8259) as a format.
#pragma once

#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/json/settings.hpp"

namespace crossdock::json {

// One payload is one document, a line each, or an array of them (`framing`). The members of the root object are the
// top of the tape; the items of a root array are `item`. Any thread. Limitations: an array directly inside an array
// is decoded as a group with `item` values and encodes as an object; an empty array leaves no trace.
class Json : public sdk::AdapterOf<Json, sdk::Format> {
public:
    using AdapterOf::AdapterOf;

    void init() override { settings_ = sdk::configured_settings<Settings>(host()); }

    [[nodiscard]] std::uint32_t probe(std::string_view head, std::string_view name,
                                      std::string_view content_type) const override;
    [[nodiscard]] std::unique_ptr<sdk::Split> split(const crossdock_split_events& events,
                                                    const crossdock_format_options* options) const override;
    void decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                const crossdock_findings& findings) const override;
    void encode(const crossdock_encode_request& request, crossdock_output& output) const override;
    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override;

private:
    Settings settings_;
    mutable sdk::NameCache names_;
};

}  // namespace crossdock::json
