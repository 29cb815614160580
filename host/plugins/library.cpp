#include "host/plugins/library.hpp"

#include <fmt/format.h>

#include <boost/dll/shared_library.hpp>
#include <deque>

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

Error refusal(std::string code, std::string text) {
    return {std::move(code), ErrorClass::configuration, std::move(text)};
}

// Libraries stay open to the end of the process, those that are refused too: their code may have started threads.
const boost::dll::shared_library& keep_open(boost::dll::shared_library library) {
    static std::mutex mutex;
    static auto* const kept = std::make_unique<std::deque<boost::dll::shared_library>>().release();
    const std::lock_guard lock(mutex);
    return kept->emplace_back(std::move(library));
}

// Catches what a plugin in C++ lets escape although it must not.
template <typename Call>
Status guarded(const std::string& name, Call&& call) {
    try {
        return call();
    } catch (const std::exception& exception) {
        return refusal("plugin.threw",
                       fmt::format("{} let an exception out of a C function: {}", name, exception.what()));
    } catch (...) {
        return refusal("plugin.threw", fmt::format("{} let an exception out of a C function", name));
    }
}

// What this process has open, and for how many caches: so `init` and `deinit` of a library never overlap, and nobody
// deinitialises what another host still uses.
class OpenLibraries {
public:
    static OpenLibraries& of_process() {
        static auto* const all = std::make_unique<OpenLibraries>().release();
        return *all;
    }

    Result<const PluginLibrary*> acquire(const std::filesystem::path& file) {
        const std::lock_guard lock(mutex_);
        Opened& opened = libraries_[file];
        if (!opened.library) {
            CROSSDOCK_TRY_ASSIGN(opened.library, PluginLibrary::open(file));
        }
        ++opened.users;
        return opened.library.get();
    }

    void release(const std::filesystem::path& file) {
        const std::lock_guard lock(mutex_);
        Opened& opened = libraries_[file];
        if (--opened.users == 0) opened.library.reset();
    }

private:
    struct Opened {
        std::unique_ptr<PluginLibrary> library;
        std::size_t users = 0;
    };
    std::mutex mutex_;
    std::map<std::filesystem::path, Opened> libraries_;
};

}  // namespace

Result<std::unique_ptr<PluginLibrary>> PluginLibrary::open(const std::filesystem::path& file) {
    namespace dll = boost::dll;
    const std::string name = file.filename().string();
    boost::dll::fs::error_code failed;
    dll::shared_library opened(file.string(), failed, dll::load_mode::rtld_now);
    if (failed)
        return refusal("plugin.cannot-open", fmt::format("cannot open {}: {}", file.string(), failed.message()));
    const dll::shared_library& library = keep_open(std::move(opened));
    if (!library.has(CROSSDOCK_ENTRY_SYMBOL))
        return refusal("plugin.no-entry",
                       fmt::format("{} does not export {}; a plugin defines it with CROSSDOCK_PLUGIN or by hand", name,
                                   CROSSDOCK_ENTRY_SYMBOL));
    const auto function = &library.get<const crossdock_entry*(void)>(CROSSDOCK_ENTRY_SYMBOL);

    std::unique_ptr<PluginLibrary> made(new PluginLibrary);
    const std::string folder = file.parent_path().string();
    const Status checked = guarded(name, [&]() -> Status {
        CROSSDOCK_TRY(made->check_entry(function(), name));
        crossdock_error error = empty_abi_error();
        const crossdock_status status = made->entry_.init(folder.c_str(), &error);
        if (status != CROSSDOCK_OK)
            return refusal("plugin.init-failed", fmt::format("{} failed to initialise", name))
                .because_of(error_of(status, error));
        made->initialised_ = true;
        const auto* factory =
            static_cast<const crossdock_adapter_factory*>(made->entry_.get_factory(CROSSDOCK_ADAPTER_FACTORY));
        if (factory == nullptr)
            return refusal("plugin.no-factory", fmt::format("{} has no factory {}", name, CROSSDOCK_ADAPTER_FACTORY));
        made->factory_ = sized_copy(factory);
        return made->check_types(name);
    });
    if (!checked.ok()) return checked.error();
    return made;
}

PluginLibrary::~PluginLibrary() {
    if (initialised_ && entry_.deinit != nullptr) entry_.deinit();
}

Status PluginLibrary::check_entry(const crossdock_entry* entry, const std::string& name) {
    constexpr std::size_t versions_end = offsetof(crossdock_entry, reserved);
    if (entry == nullptr)
        return refusal("plugin.bad-entry", fmt::format("{} answers no entry: its entry function gives NULL", name));
    if (entry->struct_size < versions_end)
        return refusal("plugin.bad-entry", fmt::format("{} says that its entry has {} bytes; it must have {}", name,
                                                       entry->struct_size, sizeof(crossdock_entry)));
    if (entry->abi_major != CROSSDOCK_ABI_MAJOR)
        return refusal("plugin.wrong-major",
                       fmt::format("{} was built for major version {} of the plugin ABI and this host has {}; build it "
                                   "against the SDK of this host",
                                   name, entry->abi_major, CROSSDOCK_ABI_MAJOR));
    if (entry->abi_minor > CROSSDOCK_ABI_MINOR)
        return refusal("plugin.newer-minor",
                       fmt::format("{} needs version {}.{} of the plugin ABI and this host has {}.{}; update the host",
                                   name, entry->abi_major, entry->abi_minor, CROSSDOCK_ABI_MAJOR, CROSSDOCK_ABI_MINOR));
    if (entry->struct_size < sizeof(crossdock_entry))
        return refusal("plugin.bad-entry", fmt::format("{} says that its entry has {} bytes; it must have {}", name,
                                                       entry->struct_size, sizeof(crossdock_entry)));
    entry_ = sized_copy(entry);
    if (entry_.init == nullptr || entry_.deinit == nullptr || entry_.get_factory == nullptr)
        return refusal("plugin.missing-hook",
                       fmt::format("{} leaves out {} in its entry; all three functions are required", name,
                                   entry_.init == nullptr     ? "init"
                                   : entry_.deinit == nullptr ? "deinit"
                                                              : "get_factory"));
    if (entry_.plugin_name == nullptr || entry_.plugin_version == nullptr || entry_.build_id == nullptr)
        return refusal("plugin.bad-entry", fmt::format("{} leaves out its name, version or build id", name));
    return {};
}

Status PluginLibrary::check_types(const std::string& name) const {
    if (factory_.type_count == nullptr || factory_.type_at == nullptr || factory_.create == nullptr)
        return refusal("plugin.missing-hook",
                       fmt::format("{} leaves out a function of its factory: type_count, type_at and create are "
                                   "required",
                                   name));
    const std::uint64_t count = factory_.type_count();
    if (count == 0 || count > 1000)
        return refusal("plugin.bad-factory",
                       fmt::format("{} offers {} adapter types; 1 to 1000 are expected", name, count));
    for (std::uint64_t index = 0; index < count; ++index) {
        const crossdock_adapter_type* type = factory_.type_at(index);
        if (type == nullptr || type->struct_size < sizeof(crossdock_adapter_type) || type->name == nullptr)
            return refusal("plugin.bad-type",
                           fmt::format("{}: adapter type {} is missing, too small or has no name", name, index));
        if (type->property_count != 0 && (type->properties == nullptr || type->property_size < 32))
            return refusal(
                "plugin.bad-type",
                fmt::format("{}: the properties of adapter type {} are missing or too small", name, type->name));
        for (std::uint64_t at = 0; at < type->property_count; ++at)
            if (property_at(*type, at).name == nullptr)
                return refusal("plugin.bad-type",
                               fmt::format("{}: property {} of adapter type {} has no name", name, at, type->name));
    }
    return {};
}

crossdock_adapter_type PluginLibrary::type_at(std::uint64_t index) const { return sized_copy(factory_.type_at(index)); }

std::optional<crossdock_adapter_type> PluginLibrary::find_type(std::string_view name) const {
    for (std::uint64_t index = 0; index < type_count(); ++index)
        if (crossdock_adapter_type type = type_at(index); type.name != nullptr && type.name == name) return type;
    return {};
}

crossdock_property PluginLibrary::property_at(const crossdock_adapter_type& type, std::uint64_t index) {
    const auto* bytes = reinterpret_cast<const std::byte*>(type.properties) + index * type.property_size;
    crossdock_property property{};
    std::memcpy(&property, bytes, std::min<std::size_t>(sizeof property, type.property_size));
    if (property.struct_size < sizeof property) {
        crossdock_property cut{};
        std::memcpy(&cut, &property, property.struct_size);
        return cut;
    }
    return property;
}

Result<const PluginLibrary*> LibraryCache::load(const std::filesystem::path& file) {
    const std::lock_guard lock(mutex_);
    if (const auto known = libraries_.find(file); known != libraries_.end()) return known->second;
    CROSSDOCK_TRY_ASSIGN(const PluginLibrary* const library, OpenLibraries::of_process().acquire(file));
    libraries_[file] = library;
    return library;
}

LibraryCache::~LibraryCache() {
    for (const auto& [file, library] : libraries_) OpenLibraries::of_process().release(file);
}

}  // namespace crossdock::plugins
