#include "host/plugins/inspection.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "host/plugins/library.hpp"

namespace crossdock::plugins {

namespace {

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(Writer& writer, const char* name, const std::string& value) {
    writer.Key(name);
    writer.String(value);
}
void put(Writer& writer, const char* name, std::uint32_t value) {
    writer.Key(name);
    writer.Uint(value);
}

std::string text_at(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsString()
               ? std::string(found->value.GetString(), found->value.GetStringLength())
               : std::string{};
}
std::uint32_t number_at(const rapidjson::Value& object, const char* name) {
    const auto found = object.FindMember(name);
    return found != object.MemberEnd() && found->value.IsUint() ? found->value.GetUint() : 0;
}

void write_type(Writer& writer, const PluginType& type) {
    writer.StartObject();
    put(writer, "name", type.name);
    put(writer, "version", type.version);
    put(writer, "documentation", type.documentation);
    put(writer, "interfaces", type.interfaces);
    writer.Key("properties");
    writer.StartArray();
    for (const PluginType::Property& property : type.properties) {
        writer.StartObject();
        put(writer, "name", property.name);
        put(writer, "type", property.type);
        put(writer, "flags", property.flags);
        if (property.default_value) put(writer, "default", *property.default_value);
        put(writer, "allowed", property.allowed);
        put(writer, "documentation", property.documentation);
        writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
}

PluginType read_type(const rapidjson::Value& object) {
    PluginType type{text_at(object, "name"),
                    text_at(object, "version"),
                    text_at(object, "documentation"),
                    number_at(object, "interfaces"),
                    {}};
    const auto properties = object.FindMember("properties");
    if (properties == object.MemberEnd() || !properties->value.IsArray()) return type;
    for (const auto& each : properties->value.GetArray()) {
        if (!each.IsObject()) continue;
        PluginType::Property property;
        property.name = text_at(each, "name");
        property.type = number_at(each, "type");
        property.flags = number_at(each, "flags");
        if (each.HasMember("default")) property.default_value = text_at(each, "default");
        property.allowed = text_at(each, "allowed");
        property.documentation = text_at(each, "documentation");
        type.properties.push_back(std::move(property));
    }
    return type;
}

}  // namespace

PluginInfo inspect(const std::filesystem::path& file) {
    PluginInfo info;
    info.file = file;
    const auto opened = PluginLibrary::open(file);
    if (!opened.ok()) {
        info.refused = opened.error();
        return info;
    }
    const PluginLibrary& library = **opened;
    info.name = library.entry().plugin_name;
    info.version = library.entry().plugin_version;
    info.build_id = library.entry().build_id;
    for (std::uint64_t index = 0; index < library.type_count(); ++index) {
        const crossdock_adapter_type given = library.type_at(index);
        PluginType type{
            given.name, text_or_empty(given.version), text_or_empty(given.documentation), given.interfaces, {}};
        for (std::uint64_t at = 0; at < given.property_count; ++at) {
            const crossdock_property property = PluginLibrary::property_at(given, at);
            PluginType::Property made;
            made.name = property.name;
            made.type = property.type;
            made.flags = property.flags;
            if (property.default_value != nullptr) made.default_value = property.default_value;
            made.allowed = text_or_empty(property.allowed);
            made.documentation = text_or_empty(property.documentation);
            type.properties.push_back(std::move(made));
        }
        info.types.push_back(std::move(type));
    }
    return info;
}

std::string to_json(const PluginInfo& plugin) {
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    writer.StartObject();
    put(writer, "name", plugin.name);
    put(writer, "file", plugin.file.string());
    put(writer, "version", plugin.version);
    put(writer, "build_id", plugin.build_id);
    put(writer, "digest", plugin.digest);
    if (plugin.refused) {
        writer.Key("refused");
        writer.StartObject();
        put(writer, "code", plugin.refused->code);
        put(writer, "text", plugin.refused->text);
        writer.EndObject();
    }
    writer.Key("types");
    writer.StartArray();
    for (const PluginType& type : plugin.types) write_type(writer, type);
    writer.EndArray();
    writer.EndObject();
    return buffer.GetString();
}

Result<PluginInfo> plugin_from_json(std::string_view json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    if (document.HasParseError() || !document.IsObject())
        return Error{"plugin.bad-inspection", ErrorClass::retry, "the worker printed no JSON about the plugin"};
    PluginInfo info;
    info.name = text_at(document, "name");
    info.file = text_at(document, "file");
    info.version = text_at(document, "version");
    info.build_id = text_at(document, "build_id");
    info.digest = text_at(document, "digest");
    if (const auto refused = document.FindMember("refused");
        refused != document.MemberEnd() && refused->value.IsObject())
        info.refused =
            Error{text_at(refused->value, "code"), ErrorClass::configuration, text_at(refused->value, "text")};
    if (const auto types = document.FindMember("types"); types != document.MemberEnd() && types->value.IsArray())
        for (const auto& type : types->value.GetArray())
            if (type.IsObject()) info.types.push_back(read_type(type));
    return info;
}

}  // namespace crossdock::plugins
