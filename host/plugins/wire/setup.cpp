#include "host/plugins/wire/setup.hpp"

namespace crossdock::plugins {

void write(ByteWriter& out, const AdapterSetup& setup) {
    const AdapterSettings& settings = setup.settings;
    out.fixed(setup.generation);
    out.text(setup.plugin_file.string());
    out.text(settings.name);
    out.text(settings.plugin);
    out.text(settings.type);
    out.fixed(settings.lane.width);
    out.fixed(settings.lane.deadline_ms);
    out.fixed(settings.lane.credit);
    out.fixed(settings.lane.poll_every_ms);
    out.fixed(settings.lane.stop_within_ms);
    out.varint(settings.properties.size());
    for (const PropertyText& property : settings.properties) {
        out.text(property.name);
        out.text(property.value);
    }
    out.fixed(setup.log_level);
    out.text(setup.socket_folder.string());
}

AdapterSetup read_setup(ByteReader& in) {
    AdapterSetup setup;
    AdapterSettings& settings = setup.settings;
    setup.generation = in.fixed<std::uint64_t>();
    setup.plugin_file = in.text();
    settings.name = in.text();
    settings.plugin = in.text();
    settings.type = in.text();
    settings.lane.width = in.fixed<std::uint32_t>();
    settings.lane.deadline_ms = in.fixed<std::uint32_t>();
    settings.lane.credit = in.fixed<std::uint32_t>();
    settings.lane.poll_every_ms = in.fixed<std::uint32_t>();
    settings.lane.stop_within_ms = in.fixed<std::uint32_t>();
    settings.properties.resize(in.count(2));
    for (PropertyText& property : settings.properties) {
        property.name = in.text();
        property.value = in.text();
    }
    setup.log_level = in.fixed<std::uint32_t>();
    setup.socket_folder = in.text();
    return setup;
}

void write(ByteWriter& out, const Description& description) {
    out.fixed(description.interfaces);
    out.fixed(description.promise ? static_cast<std::uint32_t>(*description.promise) : 0U);
    out.varint(description.operations.size());
    for (const OperationInfo& operation : description.operations) {
        out.text(operation.name);
        out.text(operation.request_schema);
        out.text(operation.response_schema);
        out.text(operation.compensated_by);
        out.fixed<std::uint8_t>(operation.safe ? 1 : 0);
        out.fixed<std::uint8_t>(operation.idempotent ? 1 : 0);
    }
}

Description read_description(ByteReader& in) {
    Description description;
    description.interfaces = in.fixed<std::uint32_t>();
    if (const auto promise = in.fixed<std::uint32_t>(); promise >= 1 && promise <= 3)
        description.promise = static_cast<Promise>(promise);
    description.operations.resize(in.count(6));
    for (OperationInfo& operation : description.operations) {
        operation.name = in.text();
        operation.request_schema = in.text();
        operation.response_schema = in.text();
        operation.compensated_by = in.text();
        operation.safe = in.fixed<std::uint8_t>() != 0;
        operation.idempotent = in.fixed<std::uint8_t>() != 0;
    }
    return description;
}

}  // namespace crossdock::plugins
