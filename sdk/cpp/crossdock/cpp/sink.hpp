// A sink in C++.
#pragma once

#include <crossdock/sink.h>
#include <crossdock/cpp/adapter.hpp>

namespace crossdock::sdk {

// `submit` and `check` run on lane threads, several at once; end each operation once through `host().succeed/fail`.
// What they throw before that means that the operation was not begun.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    // What this instance promises: settled by the end of `init`, then the same until it is destroyed.
    [[nodiscard]] virtual crossdock_delivery_promise promise() const noexcept = 0;
    virtual void submit(const crossdock_delivery& delivery) = 0;
    // Only asked of a sink that promises CROSSDOCK_CHECKABLE.
    virtual void check(std::uint64_t /*operation*/, std::string_view /*idempotency_key*/) {
        throw Failure::permanent("plugin.not-checkable", "this sink cannot be asked");
    }
    virtual void cancel(std::uint64_t /*operation*/) {}

    template <typename Concrete>
    struct Table {
        static constexpr std::string_view id = CROSSDOCK_SINK;
        static const crossdock_sink* get(Concrete& adapter) noexcept {
            static const crossdock_sink idempotent = make(CROSSDOCK_IDEMPOTENT);
            static const crossdock_sink checkable = make(CROSSDOCK_CHECKABLE);
            static const crossdock_sink at_least_once = make(CROSSDOCK_AT_LEAST_ONCE);
            switch (adapter.promise()) {
                case CROSSDOCK_IDEMPOTENT: return &idempotent;
                case CROSSDOCK_CHECKABLE: return &checkable;
                default: return &at_least_once;
            }
        }

    private:
        static crossdock_sink make(crossdock_delivery_promise promise) noexcept {
            crossdock_sink table{};
            table.struct_size = sizeof table;
            table.promise = promise;
            table.submit = [](void* self, const crossdock_delivery* delivery,
                              crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    AdapterShell::adapter<Concrete>(self).submit(*delivery);
                    return CROSSDOCK_OK;
                });
            };
            if (promise == CROSSDOCK_CHECKABLE)
                table.check = [](void* self, std::uint64_t operation, crossdock_text_view key,
                                 crossdock_error* error) -> crossdock_status {
                    return guarded(error, [&] {
                        static_cast<Sink&>(AdapterShell::adapter<Concrete>(self)).check(operation, text(key));
                        return CROSSDOCK_OK;
                    });
                };
            table.cancel = [](void* self, std::uint64_t operation) {
                static_cast<void>(guarded(nullptr, [&] {
                    static_cast<Sink&>(AdapterShell::adapter<Concrete>(self)).cancel(operation);
                    return CROSSDOCK_OK;
                }));
            };
            return table;
        }
    };
};

}  // namespace crossdock::sdk
