#include "host/site/deployment.hpp"

#include <crossdock/adapter.h>
#include <fmt/format.h>

#include <filesystem>

#include "host/base/quantity.hpp"
#include "host/partner/acknowledgement_type.hpp"

namespace crossdock::site {

namespace {

// `order/1` is in order-1.json.
std::string schema_file(std::string_view type) {
    std::string file(type);
    if (const auto slash = file.rfind('/'); slash != std::string::npos) file[slash] = '-';
    return file + ".json";
}

const char* interface_name(std::uint32_t interface) {
    switch (interface) {
        case CROSSDOCK_INTERFACE_SOURCE: return "source";
        case CROSSDOCK_INTERFACE_SINK: return "sink";
        case CROSSDOCK_INTERFACE_SERVICE: return "service";
        default: return "format";
    }
}

std::string stem(std::string_view path) { return std::filesystem::path(path).stem().string(); }

// An acknowledgement that is expected can only come where the partner's agreements receive one.
void check_expected(const Deployment& deployment, const partner::Partner& partner, std::vector<Error>& errors) {
    const auto receives = [&](const std::string& format) {
        for (const auto& agreement : partner.agreements)
            for (const partner::Receive& receive : agreement->receives) {
                // A map that is wrong is a mistake of its own.
                const mapping::Map* const map = deployment.find_map(receive.map);
                if (agreement->format == format && (map == nullptr || map->to() == partner::acknowledgement_type))
                    return true;
            }
        return false;
    };
    for (const auto& agreement : partner.agreements)
        for (const partner::Send& send : agreement->sends)
            if (!send.expects.empty() && !receives(agreement->format))
                errors.push_back(
                    Error{"partner.acknowledgement-not-received", ErrorClass::configuration,
                          fmt::format("a {} is expected for {}, and {} receives no acknowledgement; add "
                                      "<receive> with its type and a map to {}",
                                      send.expects, send.document, partner.name, partner::acknowledgement_type)}
                        .at(send.position));
}

}  // namespace

Deployment::Deployment(SiteFiles files, TypeDescriber& describer, std::vector<Error>& errors,
                       const AdapterCatalog* catalog)
    : files_(std::move(files)), digest_(files_.digest()), describer_(&describer), catalog_(catalog) {
    auto site = XmlFile::parse(*files_.find("crossdock.xml"), "crossdock.xml");
    if (site.ok())
        config_ = read_site_config(*site.value(), errors);
    else
        errors.push_back(std::move(site).error());
    for (const AdapterConfig& adapter : config_.adapters)
        if (config_.adapter(adapter.format) != nullptr)
            check_adapter(adapter.format, CROSSDOCK_INTERFACE_FORMAT, adapter.settings.position, errors);
    read_tables(errors);
    read_partners(errors);
    for (const std::string& path : files_.in_folder("maps", ".xml")) map(stem(path), {path}, errors);
    read_flows(errors);
}

void Deployment::read_tables(std::vector<Error>& errors) {
    for (const char* folder : {"shipped/tables", "tables"})
        for (const std::string& path : files_.in_folder(folder, ".csv"))
            if (auto table = mapping::Table::parse(stem(path), *files_.find(path), path, errors))
                tables_.add(std::move(table));
}

void Deployment::read_partners(std::vector<Error>& errors) {
    std::vector<std::unique_ptr<partner::Partner>> partners;
    for (const std::string& path : files_.in_folder("partners", ".xml")) {
        auto file = XmlFile::parse(*files_.find(path), path);
        if (file.ok())
            partners.push_back(partner::read_partner(*file.value(), errors));
        else
            errors.push_back(std::move(file).error());
    }
    partners_ = std::make_unique<partner::Directory>(std::move(partners), config_.identities, errors);
    for (const auto& partner : partners_->partners()) {
        check_partner(*partner, errors);
        check_expected(*this, *partner, errors);
    }
}

void Deployment::check_partner(const partner::Partner& partner, std::vector<Error>& errors) {
    const auto adapter = [&](const std::string& name, std::uint32_t interface, const Position& position) {
        if (!name.empty()) check_adapter(name, interface, position, errors);
    };
    for (const auto& agreement : partner.agreements) {
        adapter(agreement->format, CROSSDOCK_INTERFACE_FORMAT, agreement->position);
        adapter(agreement->acknowledge_to, CROSSDOCK_INTERFACE_SINK, agreement->position);
        for (const partner::Receive& receive : agreement->receives) {
            check_format_type(agreement->format, receive.type, receive.position, errors);
            const mapping::Map* found = map(receive.map, receive.position, errors);
            if (found != nullptr && found->from() != receive.type)
                errors.push_back(Error{"partner.map-does-not-fit", ErrorClass::configuration,
                                       fmt::format("map {} reads {}, and this agreement receives {}", receive.map,
                                                   found->from(), receive.type)}
                                     .at(receive.position));
        }
        for (const partner::Send& send : agreement->sends) {
            adapter(send.to, CROSSDOCK_INTERFACE_SINK, send.position);
            check_format_type(agreement->format, send.type, send.position, errors);
            if (send.map.empty()) {
                if (send.document != send.type)
                    errors.push_back(Error{"partner.no-map", ErrorClass::configuration,
                                           fmt::format("{} is sent as {}; name the map between them with map=\"…\"",
                                                       send.document, send.type)}
                                         .at(send.position));
                continue;
            }
            const mapping::Map* found = map(send.map, send.position, errors);
            if (found != nullptr && (found->from() != send.document || found->to() != send.type))
                errors.push_back(Error{"partner.map-does-not-fit", ErrorClass::configuration,
                                       fmt::format("map {} leads from {} to {}, and this agreement sends {} as {}",
                                                   send.map, found->from(), found->to(), send.document, send.type)}
                                     .at(send.position));
        }
    }
}

void Deployment::check_adapter(std::string_view name, std::uint32_t interface, const Position& asked_from,
                               std::vector<Error>& errors) const {
    const auto offers = [&](std::string_view adapter) {
        const auto has = catalog_ == nullptr ? std::nullopt : catalog_->interfaces(adapter);
        return !has || (*has & interface) != 0;
    };
    const bool there = config_.adapter(name) != nullptr;
    if (there && offers(name)) return;
    std::vector<std::string_view> fitting;
    for (const AdapterConfig& each : config_.adapters)
        if (offers(each.settings.name)) fitting.push_back(each.settings.name);
    const std::string_view near = there ? std::string_view() : nearest_word(name, fitting);
    std::string advice;
    if (!near.empty())
        advice = fmt::format("; did you mean {}?", near);
    else if (there)
        advice =
            fitting.empty() ? "; add an <adapter> that is one" : fmt::format("; there is {}", fmt::join(fitting, ", "));
    errors.push_back(Error{there ? "site.wrong-adapter" : "site.unknown-adapter", ErrorClass::configuration,
                           there ? fmt::format("the adapter '{}' is no {}{}", name, interface_name(interface), advice)
                                 : fmt::format("crossdock.xml has no adapter '{}'{}", name, advice)}
                         .at(asked_from));
}

void Deployment::check_format_type(std::string_view format, std::string_view type, const Position& asked_from,
                                   std::vector<Error>& errors) const {
    if (catalog_ == nullptr || format.empty() || type.empty() || catalog_->knows_type(format, type)) return;
    errors.push_back(Error{"site.wrong-format", ErrorClass::configuration,
                           fmt::format("the format '{}' knows no type '{}'; name a type of that format, or the format "
                                       "that has this type",
                                       format, type)}
                         .at(asked_from));
}

void Deployment::read_flows(std::vector<Error>& errors) {
    for (const std::string& path : files_.in_folder("flows", ".xml")) {
        auto file = XmlFile::parse(*files_.find(path), path);
        if (file.ok())
            flows_.push_back({path, std::move(file).value()});
        else
            errors.push_back(std::move(file).error());
    }
}

const schema::Type* Deployment::find_type(std::string_view name) const {
    const auto found = types_.find(name);
    return found == types_.end() ? nullptr : found->second.get();
}

const mapping::Map* Deployment::find_map(std::string_view name) const {
    const auto found = maps_.find(name);
    return found == maps_.end() ? nullptr : found->second.get();
}

std::vector<std::string_view> Deployment::map_names() const {
    std::vector<std::string_view> names;
    for (const auto& [name, map] : maps_)
        if (map != nullptr) names.emplace_back(name);
    return names;
}

// What is wrong with a type is said once, where it is first asked for.
Result<const schema::Type*> Deployment::resolve(std::string_view name) {
    if (const auto known = types_.find(name); known != types_.end()) {
        if (known->second != nullptr) return known->second.get();
        return Error{"type.reported", ErrorClass::configuration,
                     fmt::format("the type {} is missing or has mistakes of its own", name)};
    }
    auto& kept = types_[std::string(name)];
    const auto compile = [&](std::string_view json, const std::string& source) -> Result<const schema::Type*> {
        auto compiled = schema::compile_type(name, json, source, names_);
        if (!compiled.ok()) return std::move(compiled).error();
        kept = std::move(compiled).value();
        return kept.get();
    };
    for (const char* folder : {"schemas/", "shipped/schemas/"})
        if (const std::string path = folder + schema_file(name); const std::string* text = files_.find(path))
            return compile(*text, path);
    auto described = describer_->describe(name);
    if (described.ok()) return compile(described.value(), std::string(name));
    return Error{
        "site.unknown-type", ErrorClass::configuration,
        fmt::format("there is no type '{}': neither schemas/{} nor a format knows it", name, schema_file(name))}
        .because_of(std::move(described).error());
}

const schema::Type* Deployment::type(std::string_view name, const Position& asked_from, std::vector<Error>& errors) {
    auto found = resolve(name);
    if (found.ok()) return found.value();
    Error error = std::move(found).error();
    if (error.code == "type.reported") return nullptr;
    if (!error.position.known()) error.position = asked_from;
    errors.push_back(std::move(error));
    return nullptr;
}

const mapping::Map* Deployment::map(std::string_view name, const Position& asked_from, std::vector<Error>& errors) {
    if (const auto known = maps_.find(name); known != maps_.end()) return known->second.get();
    for (const char* folder : {"maps/", "shipped/maps/"}) {
        const std::string path = folder + std::string(name) + ".xml";
        const std::string* text = files_.find(path);
        if (text == nullptr) continue;
        const mapping::MapEnvironment environment{*this, tables_, this};
        mapping::CompiledMap compiled = mapping::compile_map(*text, path, environment);
        for (Error& error : compiled.errors) errors.push_back(std::move(error));
        if (compiled.map != nullptr && compiled.map->name() != name)
            errors.push_back(Error{"site.map-name", ErrorClass::configuration,
                                   fmt::format("this map is called {}, and its file says {}; give both one name",
                                               compiled.map->name(), name)}
                                 .at({path, 1, 1}));
        return (maps_[std::string(name)] = std::move(compiled.map)).get();
    }
    maps_[std::string(name)] = nullptr;
    std::vector<std::string> known;
    for (const char* folder : {"maps", "shipped/maps"})
        for (const std::string& path : files_.in_folder(folder, ".xml")) known.push_back(stem(path));
    const std::string_view near = nearest_word(name, known);
    errors.push_back(Error{
        "site.unknown-map", ErrorClass::configuration,
        fmt::format("there is no map '{}'; {}", name,
                    near.empty() ? fmt::format("write maps/{}.xml", name) : fmt::format("did you mean {}?", near))}
                         .at(asked_from));
    return nullptr;
}

Result<std::string> Deployment::read(std::string_view including_file, std::string_view file) {
    const auto path = (std::filesystem::path(including_file).parent_path() / file).lexically_normal().generic_string();
    if (const std::string* text = files_.find(path)) return *text;
    return Error{"site.include-not-found", ErrorClass::configuration, fmt::format("there is no file {}", path)};
}

}  // namespace crossdock::site
