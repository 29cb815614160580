// XML 1.0 as a format.
#pragma once

#include <crossdock/cpp/format.hpp>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/xml/settings.hpp"

namespace crossdock::xml {

// One payload is one document. The root element's attributes and content are the top of the tape; its name is given
// back by the setting `root` or the type. Elements with only text are values, attributes are `@name`, text beside
// attributes or elements is `#text`. Any thread. Limitations: not a validating parser, and laxer than the standard in
// what cannot change the meaning (a `<` in an attribute, an undeclared prefix); comments and instructions are skipped;
// UTF-8 only; no DOCTYPE.
class Xml : public sdk::AdapterOf<Xml, sdk::Format> {
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

}  // namespace crossdock::xml
