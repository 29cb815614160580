// The host as a plugin sees it, in C++: extensions looked up once, errors thrown as Failure.
#pragma once

#include <crossdock/abi.h>
#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk {

// Borrowed from `create` until the adapter is destroyed; as thread-safe as each function's tag in the ABI says.
// Extensions are looked up when first used, so a Host may be built in an adapter's constructor.
class Host {
public:
    explicit Host(const crossdock_host* host) noexcept : host_(host) {}

    [[nodiscard]] const crossdock_host* raw() const noexcept { return host_; }

    // A host extension, or null when this host has none of that id.
    template <typename Table>
    [[nodiscard]] const Table* extension(const char* id) const noexcept {
        return static_cast<const Table*>(host_->get_extension(host_, id));
    }

    // [any-thread]
    [[nodiscard]] bool logs(crossdock_log_level level) const {
        const auto* log = extension<crossdock_log>(CROSSDOCK_LOG);
        return log != nullptr && log->enabled(host_, level) != 0;
    }
    // [any-thread]
    void log(crossdock_log_level level, std::string_view line) const {
        if (const auto* log = extension<crossdock_log>(CROSSDOCK_LOG)) log->write(host_, level, view(line));
    }

    // [any-thread] A property's text; empty when unset.
    [[nodiscard]] std::optional<std::string> property(const char* name, std::uint64_t index = 0) const {
        crossdock_text_view value{};
        if (required<crossdock_config>(CROSSDOCK_CONFIG).text(host_, name, index, &value) != CROSSDOCK_OK) return {};
        return std::string(text(value));
    }
    [[nodiscard]] std::string property_or(const char* name, std::string_view otherwise) const {
        return property(name).value_or(std::string(otherwise));
    }
    [[nodiscard]] std::vector<std::string> properties(const char* name) const {
        std::vector<std::string> values;
        const std::uint64_t count = required<crossdock_config>(CROSSDOCK_CONFIG).count(host_, name);
        for (std::uint64_t index = 0; index < count; ++index) values.push_back(property(name, index).value_or(""));
        return values;
    }
    // Integers, durations (ms) and sizes (bytes).
    [[nodiscard]] std::int64_t number_or(const char* name, std::int64_t otherwise) const {
        const auto value = property(name);
        if (!value) return otherwise;
        std::int64_t number = 0;
        const auto [end, failed] = std::from_chars(value->data(), value->data() + value->size(), number);
        if (failed != std::errc{} || end != value->data() + value->size())
            throw Failure::configuration("plugin.bad-number", std::string(name) + " is not a number: " + *value);
        return number;
    }
    [[nodiscard]] bool flag_or(const char* name, bool otherwise) const {
        const auto value = property(name);
        return value ? *value == "yes" : otherwise;
    }
    [[nodiscard]] std::string adapter_name() const {
        return std::string(text(required<crossdock_config>(CROSSDOCK_CONFIG).adapter_name(host_)));
    }
    // [main] A sensitive property's value now; empty when unset.
    [[nodiscard]] std::optional<std::string> secret(const char* name, std::uint64_t index = 0) const {
        BufferGuard value;
        crossdock_error error = empty_error();
        const auto status =
            required<crossdock_secrets>(CROSSDOCK_SECRETS).get(host_, name, index, value.receive(), &error);
        if (status == CROSSDOCK_NOT_FOUND) return {};
        check(status, error);
        return std::string(value.bytes());
    }

    // [main] The last checkpoint; empty when there is none.
    [[nodiscard]] std::optional<std::string> checkpoint() const {
        BufferGuard bytes;
        crossdock_error error = empty_error();
        const auto status = required<crossdock_checkpoint>(CROSSDOCK_CHECKPOINT).load(host_, bytes.receive(), &error);
        if (status == CROSSDOCK_NOT_FOUND) return {};
        check(status, error);
        return std::string(bytes.bytes());
    }
    // [main]
    void save_checkpoint(std::string_view bytes) const {
        crossdock_error error = empty_error();
        check(required<crossdock_checkpoint>(CROSSDOCK_CHECKPOINT).save(host_, bytes_view(bytes), &error), error);
    }

    // [main]
    [[nodiscard]] std::uint32_t declare_metric(std::uint32_t kind, const char* name, const char* documentation) const {
        std::uint32_t metric = 0;
        crossdock_error error = empty_error();
        check(required<crossdock_metrics>(CROSSDOCK_METRICS).declare(host_, kind, name, documentation, &metric, &error),
              error);
        return metric;
    }
    // [any-thread]
    void record(std::uint32_t metric, double value) const {
        required<crossdock_metrics>(CROSSDOCK_METRICS).record(host_, metric, value);
    }

    [[nodiscard]] const crossdock_scheduler& scheduler() const {
        return required<crossdock_scheduler>(CROSSDOCK_SCHEDULER);
    }
    [[nodiscard]] const crossdock_intake& intake() const { return required<crossdock_intake>(CROSSDOCK_INTAKE); }
    // [any-thread]
    [[nodiscard]] bool is_cancelled(std::uint64_t operation) const {
        const auto* progress = extension<crossdock_progress>(CROSSDOCK_PROGRESS);
        return progress != nullptr && progress->is_cancelled(host_, operation) != 0;
    }

    // [any-thread] Ends an operation well. `reference` is how the other side calls it; `response` a service's JSON.
    void succeed(std::uint64_t operation, std::string_view reference, std::string response = {}) const {
        crossdock_outcome outcome{};
        outcome.struct_size = sizeof outcome;
        outcome.status = CROSSDOCK_OK;
        outcome.reference = view(reference);
        outcome.response = response.empty()
                               ? crossdock_buffer{sizeof(crossdock_buffer), 0, nullptr, 0, nullptr, nullptr}
                               : owned_buffer(std::move(response));
        complete(operation, outcome);
    }
    // [any-thread] Ends an operation with a failure, or with CROSSDOCK_NOT_FOUND or CROSSDOCK_CANCELLED.
    void fail(std::uint64_t operation, const Failure& failure, crossdock_status status = CROSSDOCK_FAILED) const {
        crossdock_error error = empty_error();
        failure.fill(&error);
        crossdock_outcome outcome{};
        outcome.struct_size = sizeof outcome;
        outcome.status = status;
        outcome.response.struct_size = sizeof outcome.response;
        outcome.error = &error;
        complete(operation, outcome);
    }

    static void check(crossdock_status status, const crossdock_error& error) {
        if (status == CROSSDOCK_OK) return;
        if (status == CROSSDOCK_FAILED) throw Failure::from(error);
        throw Failure::retry("host.refused", "the host answered status " + std::to_string(status));
    }

private:
    template <typename Table>
    const Table& required(const char* id) const {
        const auto* table = extension<Table>(id);
        if (table == nullptr)
            throw Failure::configuration("host.extension-missing", std::string("this host does not offer ") + id);
        return *table;
    }
    void complete(std::uint64_t operation, crossdock_outcome& outcome) const {
        // BAD_STATE means that the host has already given the operation up; there is nobody left to tell.
        static_cast<void>(required<crossdock_completion>(CROSSDOCK_COMPLETION).complete(host_, operation, &outcome));
    }

    const crossdock_host* host_;
};

}  // namespace crossdock::sdk
