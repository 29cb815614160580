// CSV (RFC 4180) as a format.
#pragma once

#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/csv/settings.hpp"

namespace crossdock::csv {

// A file is one document with a `row` for each record, or, with `group-by`, a document for each run of rows with the
// same value. A field that is empty is absent, a quoted empty one is an empty value. Any thread. Limitations: values
// are text; UTF-8 only; a field that spans lines has the line of its record.
class Csv : public sdk::AdapterOf<Csv, sdk::Format> {
public:
    using AdapterOf::AdapterOf;

    void init() override;

    [[nodiscard]] std::uint32_t probe(std::string_view head, std::string_view name,
                                      std::string_view content_type) const override;
    [[nodiscard]] std::unique_ptr<sdk::Split> split(const crossdock_split_events& events,
                                                    const crossdock_format_options* options) const override;
    void decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                const crossdock_findings& findings) const override;
    void encode(const crossdock_encode_request& request, crossdock_output& output) const override;
    void assemble(const crossdock_assemble_request& request, crossdock_output& output) const override;

private:
    [[nodiscard]] Settings settings(const crossdock_format_options* options) const;

    Settings settings_;
    mutable sdk::NameCache names_;
};

}  // namespace crossdock::csv
