// A deployment: an immutable snapshot of a site, compiled and checked. Runs are pinned to one by its digest.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/mapping/compile.hpp"
#include "host/mapping/table.hpp"
#include "host/partner/directory.hpp"
#include "host/schema/type.hpp"
#include "host/site/site_config.hpp"
#include "host/site/site_files.hpp"

namespace crossdock::site {

// Answers what a format's message looks like; whoever runs the formats provides it.
class TypeDescriber {
public:
    virtual ~TypeDescriber() = default;
    // A closed JSON Schema; error `format.unknown-type` when no format knows the type.
    virtual Result<std::string> describe(std::string_view type) = 0;
};

// Answers what the site's adapters are; whoever loads them provides it. What is not known is not checked.
class AdapterCatalog {
public:
    virtual ~AdapterCatalog() = default;
    // CROSSDOCK_INTERFACE_*; nothing when there is no such adapter.
    [[nodiscard]] virtual std::optional<std::uint32_t> interfaces(std::string_view adapter) const = 0;
    // Names of a service's operations; nothing when it could not be asked.
    [[nodiscard]] virtual std::optional<std::vector<std::string>> operations(std::string_view service) const = 0;
    // False when the format has types of its own and this is none of them.
    [[nodiscard]] virtual bool knows_type(std::string_view format, std::string_view type) const = 0;
};

// A flow file, parsed; the flow layer compiles it.
struct FlowFile {
    std::string path;
    std::unique_ptr<XmlFile> xml;
};

// Built by one thread; immutable afterwards but for types and maps, which are compiled when first asked for, under
// `build_deployment` and the flow compiler only. Any thread may read it.
class Deployment : private mapping::TypeResolver, private mapping::IncludeReader {
public:
    Deployment(SiteFiles files, TypeDescriber& describer, std::vector<Error>& errors,
               const AdapterCatalog* catalog = nullptr);
    Deployment(const Deployment&) = delete;
    Deployment& operator=(const Deployment&) = delete;
    ~Deployment() override = default;

    [[nodiscard]] const std::string& digest() const { return digest_; }
    [[nodiscard]] const SiteFiles& files() const { return files_; }
    [[nodiscard]] const SiteConfig& config() const { return config_; }
    [[nodiscard]] const Names& names() const { return names_; }
    [[nodiscard]] const partner::Directory& partners() const { return *partners_; }
    [[nodiscard]] const mapping::TableSet& tables() const { return tables_; }
    [[nodiscard]] const std::vector<FlowFile>& flows() const { return flows_; }

    // `asked_from` is wrong unless the adapter is there and does what `interface` (CROSSDOCK_INTERFACE_*) says.
    void check_adapter(std::string_view name, std::uint32_t interface, const Position& asked_from,
                       std::vector<Error>& errors) const;
    void check_guides(const partner::Agreement& agreement, std::vector<Error>& errors);
    void check_format_type(std::string_view format, std::string_view type, const Position& asked_from,
                           std::vector<Error>& errors) const;
    // While it is being built only; null when nobody knows the adapters.
    [[nodiscard]] const AdapterCatalog* catalog() const { return catalog_; }

    // Compiled when first asked for, while the deployment is being built; afterwards only found. An unknown one is an
    // error at `asked_from`; what is wrong inside is reported once in the build's errors, and null is returned.
    const schema::Type* type(std::string_view name, const Position& asked_from, std::vector<Error>& errors);
    const mapping::Map* map(std::string_view name, const Position& asked_from, std::vector<Error>& errors);

    // The type of what the agreement receives, with what its guide adds.
    [[nodiscard]] const schema::Type* received_type(const partner::Agreement& agreement, std::string_view name) const;
    [[nodiscard]] const schema::Type* find_type(std::string_view name) const;
    [[nodiscard]] const mapping::Map* find_map(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> map_names() const;

private:
    Result<const schema::Type*> resolve(std::string_view name) override;
    Result<std::string> read(std::string_view including_file, std::string_view file) override;
    void read_tables(std::vector<Error>& errors);
    void read_partners(std::vector<Error>& errors);
    void check_partner(const partner::Partner& partner, std::vector<Error>& errors);
    void read_flows(std::vector<Error>& errors);

    SiteFiles files_;
    std::string digest_;
    TypeDescriber* describer_;
    const AdapterCatalog* catalog_;
    SiteConfig config_;
    Names names_;
    mapping::TableSet tables_;
    std::map<std::string, std::unique_ptr<const schema::Type>, std::less<>> types_;  // null: reported as wrong
    std::map<std::string, std::unique_ptr<const mapping::Map>, std::less<>> maps_;
    std::unique_ptr<partner::Directory> partners_;
    std::vector<FlowFile> flows_;
};

}  // namespace crossdock::site
