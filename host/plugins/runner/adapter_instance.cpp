#include "host/plugins/runner/adapter_instance.hpp"

#include <fmt/format.h>

#include "host/plugins/runner/guarded_call.hpp"

namespace crossdock::plugins {

namespace {

Error refusal(std::string code, std::string text) {
    return {std::move(code), ErrorClass::configuration, std::move(text)};
}

// Runs a call of the plugin and makes a Status of what it answers or lets escape.
template <typename Call>
Status call_plugin(const char* what, Call&& call) {
    crossdock_error error = empty_abi_error();
    const crossdock_status status = guarded_call(what, error, [&] { return call(&error); });
    if (status == CROSSDOCK_OK) return {};
    return error_of(status, error);
}

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

Result<std::unique_ptr<AdapterInstance>> AdapterInstance::create(const PluginLibrary& library, Services& services) {
    const AdapterSettings& settings = services.setup.settings;
    const auto type = library.find_type(settings.type);
    if (!type)
        return refusal("plugin.unknown-type",
                       fmt::format("plugin {} has no adapter type {}", settings.plugin, settings.type));
    services.describe(*type);
    const crossdock_adapter* made = nullptr;
    CROSSDOCK_TRY(call_plugin("create", [&](crossdock_error* error) {
        made = library.factory().create(services.host(), settings.type.c_str(), error);
        return made == nullptr ? CROSSDOCK_FAILED : CROSSDOCK_OK;
    }));
    if (made->struct_size < sizeof(crossdock_adapter))
        return refusal("plugin.bad-adapter", fmt::format("adapter type {} says that its adapter has {} bytes; it must "
                                                         "have {}",
                                                         settings.type, made->struct_size, sizeof(crossdock_adapter)));
    if (made->init == nullptr || made->start == nullptr || made->stop == nullptr || made->destroy == nullptr ||
        made->get_extension == nullptr)
        return refusal("plugin.missing-hook", fmt::format("an adapter of type {} leaves out init, start, stop, destroy "
                                                          "or get_extension; all are required",
                                                          settings.type));
    std::unique_ptr<AdapterInstance> instance(new AdapterInstance(made, services));
    CROSSDOCK_TRY(call_plugin("init", [&](crossdock_error* error) { return made->init(made->self, error); }));
    CROSSDOCK_TRY(instance->find_interfaces(type->interfaces));
    services.source = instance->source();
    services.attach(made);
    return instance;
}

AdapterInstance::~AdapterInstance() {
    services_->attach(nullptr);
    services_->source = nullptr;
    adapter_->destroy(adapter_->self);
}

Status AdapterInstance::find_interfaces(std::uint32_t declared) {
    interfaces_ = declared;
    const auto find = [&](std::uint32_t bit, const char* id, auto& table, auto complete) -> Status {
        if ((declared & bit) == 0) return {};
        using Table = std::remove_reference_t<decltype(*table)>;
        const auto* found = static_cast<const Table*>(adapter_->get_extension(adapter_->self, id));
        if (found == nullptr)
            return refusal("plugin.missing-interface",
                           fmt::format("the adapter type promises {} and the adapter does not have it", id));
        table = sized_copy(found);
        if (!complete(*table))
            return refusal("plugin.missing-hook", fmt::format("the adapter's {} leaves out a required function", id));
        return {};
    };
    CROSSDOCK_TRY(find(CROSSDOCK_INTERFACE_SOURCE, CROSSDOCK_SOURCE, source_, [](const crossdock_source& table) {
        const bool polls = (table.flags & CROSSDOCK_SOURCE_POLLS) != 0;
        return table.credit != nullptr && table.committed != nullptr && (!polls || table.poll != nullptr);
    }));
    CROSSDOCK_TRY(find(CROSSDOCK_INTERFACE_SINK, CROSSDOCK_SINK, sink_, [](const crossdock_sink& table) {
        return table.submit != nullptr && table.cancel != nullptr && table.promise >= CROSSDOCK_IDEMPOTENT &&
               table.promise <= CROSSDOCK_AT_LEAST_ONCE &&
               (table.promise != CROSSDOCK_CHECKABLE || table.check != nullptr);
    }));
    CROSSDOCK_TRY(find(CROSSDOCK_INTERFACE_SERVICE, CROSSDOCK_SERVICE, service_, [](const crossdock_service& table) {
        return table.operation_count != nullptr && table.operation_at != nullptr && table.call != nullptr &&
               table.cancel != nullptr;
    }));
    return find(CROSSDOCK_INTERFACE_FORMAT, CROSSDOCK_FORMAT, format_, [](const crossdock_format& table) {
        return table.probe != nullptr && table.types != nullptr && table.describe != nullptr &&
               table.split_open != nullptr && table.split_feed != nullptr && table.split_close != nullptr &&
               table.split_abandon != nullptr && table.decode != nullptr && table.encode != nullptr &&
               table.assemble != nullptr && table.acknowledge != nullptr;
    });
}

Status AdapterInstance::start() {
    CROSSDOCK_TRY(call_plugin("start", [&](crossdock_error* error) { return adapter_->start(adapter_->self, error); }));
    started_ = true;
    return {};
}

Status AdapterInstance::stop() {
    started_ = false;
    return call_plugin("stop", [&](crossdock_error* error) { return adapter_->stop(adapter_->self, error); });
}

Description AdapterInstance::describe() const {
    Description description;
    description.interfaces = interfaces_;
    if (sink_) description.promise = static_cast<Promise>(sink_->promise);
    if (!service_) return description;
    const std::uint64_t count = service_->operation_count(adapter_->self);
    for (std::uint64_t index = 0; index < count; ++index) {
        const crossdock_operation* found = service_->operation_at(adapter_->self, index);
        if (found == nullptr) break;
        const crossdock_operation operation = sized_copy(found);
        OperationInfo info;
        info.name = text_or_empty(operation.name);
        info.request_schema = text_or_empty(operation.request_schema);
        info.response_schema = text_or_empty(operation.response_schema);
        info.compensated_by = text_or_empty(operation.compensated_by);
        info.safe = (operation.flags & CROSSDOCK_OPERATION_SAFE) != 0;
        info.idempotent = (operation.flags & CROSSDOCK_OPERATION_IDEMPOTENT) != 0;
        description.operations.push_back(std::move(info));
    }
    return description;
}

}  // namespace crossdock::plugins
