// The base of every adapter written in C++: its life cycle, and how its interfaces are found.
#pragma once

#include <crossdock/abi.h>
#include <crossdock/cpp/host.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace crossdock::sdk {

// Derive through AdapterOf. The three functions run on the adapter's main thread and in legal order only: the shell
// refuses other calls before they get here. What they throw becomes the call's error.
class Adapter {
public:
    explicit Adapter(const crossdock_host* host) noexcept : host_(host) {}
    Adapter(const Adapter&) = delete;
    Adapter& operator=(const Adapter&) = delete;
    virtual ~Adapter() = default;

    virtual void init() {}
    virtual void start() {}
    virtual void stop() {}
    // An interface or extension table by id, or null.
    [[nodiscard]] virtual const void* extension(std::string_view id) noexcept = 0;

    [[nodiscard]] const Host& host() const noexcept { return host_; }

private:
    Host host_;
};

// What the host holds as `crossdock_adapter`, and what `self` points at in every call: the adapter and its state.
// Life-cycle calls come from one thread. Destroying a started adapter stops it first.
class AdapterShell {
public:
    // Hands the adapter out to the host, which ends it with `destroy`.
    static const crossdock_adapter* release(std::unique_ptr<Adapter> adapter) {
        return &std::make_unique<AdapterShell>(std::move(adapter)).release()->table_;
    }

    explicit AdapterShell(std::unique_ptr<Adapter> adapter) noexcept : adapter_(std::move(adapter)) {
        table_.struct_size = sizeof table_;
        table_.self = this;
        table_.init = [](void* self, crossdock_error* error) -> crossdock_status {
            return of(self).move(State::created, State::initialised, error, &Adapter::init);
        };
        table_.start = [](void* self, crossdock_error* error) -> crossdock_status {
            return of(self).move(State::initialised, State::started, error, &Adapter::start);
        };
        table_.stop = [](void* self, crossdock_error* error) -> crossdock_status {
            return of(self).move(State::started, State::initialised, error, &Adapter::stop);
        };
        table_.destroy = [](void* self) { std::unique_ptr<AdapterShell>(&of(self)).reset(); };
        table_.get_extension = [](void* self, const char* id) -> const void* {
            return of(self).state_ == State::created ? nullptr : of(self).adapter_->extension(id);
        };
    }
    AdapterShell(const AdapterShell&) = delete;
    AdapterShell& operator=(const AdapterShell&) = delete;
    ~AdapterShell() {
        if (state_ != State::started) return;
        crossdock_error ignored = empty_error();
        static_cast<void>(move(State::started, State::initialised, &ignored, &Adapter::stop));
    }

    // The adapter behind the `self` of an interface call.
    template <typename Concrete>
    static Concrete& adapter(void* self) noexcept {
        return static_cast<Concrete&>(*of(self).adapter_);
    }

private:
    enum class State { created, initialised, started };

    static AdapterShell& of(void* self) noexcept { return *static_cast<AdapterShell*>(self); }

    crossdock_status move(State from, State to, crossdock_error* error, void (Adapter::*step)()) noexcept {
        if (state_ != from) {
            fill_error(error, CROSSDOCK_ERROR_PERMANENT, "plugin.call-out-of-order",
                       "this call is not legal in the adapter's present state");
            return CROSSDOCK_BAD_STATE;
        }
        return guarded(error, [&] {
            (adapter_.get()->*step)();
            state_ = to;
            return CROSSDOCK_OK;
        });
    }

    crossdock_adapter table_{};
    std::unique_ptr<Adapter> adapter_;
    State state_ = State::created;
};

// An adapter with its interfaces: `class Files : public AdapterOf<Files, Source, Sink>`. Each interface class has a
// `Table<Concrete>` with the ABI's id and table.
template <typename Concrete, typename... Interfaces>
class AdapterOf : public Adapter, public Interfaces... {
public:
    using Adapter::Adapter;

    [[nodiscard]] const void* extension(std::string_view id) noexcept override {
        const void* found = nullptr;
        static_cast<void>(
            ((id == Interfaces::template Table<Concrete>::id ? (found = table<Interfaces>(), true) : false) || ...));
        return found;
    }

private:
    template <typename Interface>
    [[nodiscard]] const void* table() noexcept {
        return Interface::template Table<Concrete>::get(static_cast<Concrete&>(*this));
    }
};

}  // namespace crossdock::sdk
