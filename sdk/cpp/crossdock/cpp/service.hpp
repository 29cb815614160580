// A service in C++.
#pragma once

#include <crossdock/service.h>
#include <crossdock/cpp/adapter.hpp>

#include <deque>
#include <string>

namespace crossdock::sdk {

// An operation as a service declares it. Empty schemas mean: any object.
struct Operation {
    std::string name;
    std::string documentation;
    std::string request_schema{};
    std::string response_schema{};
    std::string compensated_by{};
    std::uint32_t flags = 0;  // CROSSDOCK_OPERATION_*
};

// `call` runs on lane threads, several at once; end each call once through `host().succeed/fail`. Operations are
// declared in `init`.
class Service {
public:
    Service() = default;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    virtual ~Service() = default;

    virtual void call(const crossdock_call& call) = 0;
    virtual void cancel_call(std::uint64_t /*operation*/) {}

    template <typename Concrete>
    struct Table {
        static constexpr std::string_view id = CROSSDOCK_SERVICE;
        static const crossdock_service* get(Concrete& /*adapter*/) noexcept {
            static const crossdock_service table = make();
            return &table;
        }

    private:
        static crossdock_service make() noexcept {
            crossdock_service table{};
            table.struct_size = sizeof table;
            table.operation_count = [](void* self) -> std::uint64_t {
                return AdapterShell::adapter<Concrete>(self).declared_.size();
            };
            table.operation_at = [](void* self, std::uint64_t index) -> const crossdock_operation* {
                const auto& declared = AdapterShell::adapter<Concrete>(self).declared_;
                return index < declared.size() ? &declared[static_cast<std::size_t>(index)].table : nullptr;
            };
            table.call = [](void* self, const crossdock_call* call, crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    AdapterShell::adapter<Concrete>(self).call(*call);
                    return CROSSDOCK_OK;
                });
            };
            table.cancel = [](void* self, std::uint64_t operation) {
                static_cast<void>(guarded(nullptr, [&] {
                    AdapterShell::adapter<Concrete>(self).cancel_call(operation);
                    return CROSSDOCK_OK;
                }));
            };
            return table;
        }
    };

protected:
    void declare(Operation operation) {
        Declared& declared = declared_.emplace_back();
        declared.operation = std::move(operation);
        const auto text = [](const std::string& value) { return value.empty() ? nullptr : value.c_str(); };
        declared.table.struct_size = sizeof declared.table;
        declared.table.flags = declared.operation.flags;
        declared.table.name = declared.operation.name.c_str();
        declared.table.request_schema = text(declared.operation.request_schema);
        declared.table.response_schema = text(declared.operation.response_schema);
        declared.table.compensated_by = text(declared.operation.compensated_by);
        declared.table.documentation = declared.operation.documentation.c_str();
    }

private:
    struct Declared {
        Operation operation;
        crossdock_operation table{};
    };
    std::deque<Declared> declared_;
};

}  // namespace crossdock::sdk
