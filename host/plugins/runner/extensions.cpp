// The tables of host extensions: C functions that lead to an adapter's Services.
#include <algorithm>
#include <array>
#include <cstring>

#include "host/plugins/runner/secret.hpp"
#include "host/plugins/runner/services.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// An owned buffer over a string; wiped on release when it is a secret.
crossdock_buffer buffer_of(std::string bytes, bool is_secret = false) {
    auto owner = std::make_unique<std::string>(std::move(bytes));
    crossdock_buffer buffer{};
    buffer.struct_size = sizeof buffer;
    buffer.data = reinterpret_cast<const std::uint8_t*>(owner->data());
    buffer.size = owner->size();
    buffer.release = is_secret ? [](void* held) {
        const std::unique_ptr<std::string> secret(static_cast<std::string*>(held));
        wipe(*secret);
    } : [](void* held) { std::unique_ptr<std::string>(static_cast<std::string*>(held)).reset(); };
    buffer.owner = owner.release();
    return buffer;
}

crossdock_status fail(crossdock_error* into, const Error& error) {
    to_abi(error, into);
    return CROSSDOCK_FAILED;
}

crossdock_status not_on_main(Services& services, crossdock_error* error, const char* what) {
    services.report_breach(std::string(what) + " was called off the main thread");
    to_abi(Error{"plugin.wrong-thread", ErrorClass::permanent, "only the adapter's main thread may call this"}, error);
    return CROSSDOCK_BAD_STATE;
}

crossdock_config make_config() {
    crossdock_config table{};
    table.struct_size = sizeof table;
    table.count = [](const crossdock_host* host, const char* property) -> std::uint64_t {
        const auto* values = Services::of(host).values(property);
        return values == nullptr ? 0 : values->size();
    };
    table.text = [](const crossdock_host* host, const char* property, std::uint64_t index, crossdock_text_view* value) {
        const Services& services = Services::of(host);
        const auto* values = services.values(property);
        if (values == nullptr || index >= values->size() || services.is_sensitive(property)) return CROSSDOCK_NOT_FOUND;
        *value = text_view((*values)[index]);
        return CROSSDOCK_OK;
    };
    table.adapter_name = [](const crossdock_host* host) { return text_view(Services::of(host).setup.settings.name); };
    return table;
}

crossdock_secrets make_secrets() {
    crossdock_secrets table{};
    table.struct_size = sizeof table;
    table.get = [](const crossdock_host* host, const char* property, std::uint64_t index, crossdock_buffer* value,
                   crossdock_error* error) -> crossdock_status {
        const auto* values = Services::of(host).values(property);
        if (values == nullptr || index >= values->size()) return CROSSDOCK_NOT_FOUND;
        Result<std::string> secret = read_secret((*values)[index]);
        if (!secret.ok()) return fail(error, secret.error());
        *value = buffer_of(*std::move(secret), true);
        return CROSSDOCK_OK;
    };
    return table;
}

crossdock_log make_log() {
    crossdock_log table{};
    table.struct_size = sizeof table;
    table.enabled = [](const crossdock_host* host, crossdock_log_level level) {
        return level >= Services::of(host).setup.log_level ? 1U : 0U;
    };
    table.write = [](const crossdock_host* host, crossdock_log_level level, crossdock_text_view text) {
        Services::of(host).log(level, text_of(text));
    };
    return table;
}

crossdock_metrics make_metrics() {
    crossdock_metrics table{};
    table.struct_size = sizeof table;
    table.declare = [](const crossdock_host* host, std::uint32_t kind, const char* name, const char* documentation,
                       std::uint32_t* metric, crossdock_error* error) -> crossdock_status {
        if (name == nullptr || kind < CROSSDOCK_METRIC_COUNTER || kind > CROSSDOCK_METRIC_HISTOGRAM)
            return fail(error, {"plugin.bad-metric", ErrorClass::permanent, "a metric needs a name and a known kind"});
        *metric = Services::of(host).metrics.declare(kind, name, documentation == nullptr ? "" : documentation);
        return CROSSDOCK_OK;
    };
    table.record = [](const crossdock_host* host, std::uint32_t metric, double value) {
        Services::of(host).metrics.record(metric, value);
    };
    return table;
}

crossdock_checkpoint make_checkpoint() {
    crossdock_checkpoint table{};
    table.struct_size = sizeof table;
    table.load = [](const crossdock_host* host, crossdock_buffer* bytes, crossdock_error* error) -> crossdock_status {
        Services& services = Services::of(host);
        if (!services.loop.on_main_thread()) return not_on_main(services, error, "checkpoint load");
        const std::uint64_t id = services.next_operation();
        const auto answer = services.loop.ask_host(bus::Frame(Op::load_checkpoint, id), id);
        if (!answer) return fail(error, {"host.gone", ErrorClass::retry, "the host does not answer"});
        auto fields = answer->fields();
        if (answer->head.status == CROSSDOCK_NOT_FOUND) return CROSSDOCK_NOT_FOUND;
        if (answer->head.status != CROSSDOCK_OK) return fail(error, read_error(fields));
        *bytes = buffer_of(std::string(fields.text()));
        return CROSSDOCK_OK;
    };
    table.save = [](const crossdock_host* host, crossdock_bytes_view bytes,
                    crossdock_error* error) -> crossdock_status {
        Services& services = Services::of(host);
        if (!services.loop.on_main_thread()) return not_on_main(services, error, "checkpoint save");
        if (bytes.size > CROSSDOCK_CHECKPOINT_SIZE_MAX)
            return fail(error,
                        {"plugin.checkpoint-too-large", ErrorClass::permanent, "a checkpoint has at most 65536 bytes"});
        const std::uint64_t id = services.next_operation();
        bus::Frame request(Op::save_checkpoint, id);
        request.fields().text(text_of(bytes));
        const auto answer = services.loop.ask_host(std::move(request), id);
        if (!answer) return fail(error, {"host.gone", ErrorClass::retry, "the host does not answer"});
        auto fields = answer->fields();
        return answer->head.status == CROSSDOCK_OK ? CROSSDOCK_OK : fail(error, read_error(fields));
    };
    return table;
}

crossdock_scheduler make_scheduler() {
    crossdock_scheduler table{};
    table.struct_size = sizeof table;
    table.handle = [](const crossdock_host* host) {
        Services& services = Services::of(host);
        return services.wake_handles.of(services.wake_target);
    };
    table.wake = [](crossdock_wake_handle handle, std::uint64_t reason) { return WakeHandles::wake(handle, reason); };
    table.wake_after = [](const crossdock_host* host, std::uint32_t delay_ms,
                          std::uint64_t reason) -> crossdock_status {
        Services& services = Services::of(host);
        if (!services.loop.on_main_thread()) return not_on_main(services, nullptr, "wake_after");
        services.loop.after(delay_ms, [&services, reason] { services.wake_target.wake(reason); });
        return CROSSDOCK_OK;
    };
    table.wall_time_ms = [](const crossdock_host* host) { return Services::of(host).clock.wall_ms(); };
    table.steady_time_ms = [](const crossdock_host* host) { return Services::of(host).clock.steady_ms(); };
    return table;
}

crossdock_progress make_progress() {
    crossdock_progress table{};
    table.struct_size = sizeof table;
    table.report = [](const crossdock_host* host, std::uint64_t operation, std::uint64_t done, std::uint64_t total) {
        bus::Frame frame(Op::progress, operation);
        auto fields = frame.fields();
        fields.fixed(done);
        fields.fixed(total);
        Services::of(host).to_host.send(std::move(frame));
    };
    table.is_cancelled = [](const crossdock_host* host, std::uint64_t operation) {
        return Services::of(host).operations.is_cancelled(operation) ? 1U : 0U;
    };
    return table;
}

crossdock_buffers make_buffers() {
    crossdock_buffers table{};
    table.struct_size = sizeof table;
    table.allocate = [](const crossdock_host*, std::uint64_t size, crossdock_buffer* buffer, std::uint8_t** writable,
                        crossdock_error* error) -> crossdock_status {
        try {
            *buffer = buffer_of(std::string(static_cast<std::size_t>(size), '\0'));
        } catch (const std::exception&) {
            return fail(error, {"host.out-of-memory", ErrorClass::retry, "there is not that much memory"});
        }
        *writable = reinterpret_cast<std::uint8_t*>(static_cast<std::string*>(buffer->owner)->data());
        return CROSSDOCK_OK;
    };
    return table;
}

crossdock_thread_check make_thread_check() {
    crossdock_thread_check table{};
    table.struct_size = sizeof table;
    table.is_main = [](const crossdock_host* host) { return Services::of(host).loop.on_main_thread() ? 1U : 0U; };
    table.is_lane = [](const crossdock_host* host) { return Services::of(host).on_lane() ? 1U : 0U; };
    return table;
}

crossdock_completion make_completion() {
    crossdock_completion table{};
    table.struct_size = sizeof table;
    table.complete = [](const crossdock_host* host, std::uint64_t operation,
                        crossdock_outcome* outcome) -> crossdock_status {
        return outcome == nullptr ? CROSSDOCK_BAD_STATE : Services::of(host).operations.complete(operation, *outcome);
    };
    return table;
}

crossdock_intake make_intake() {
    crossdock_intake table{};
    table.struct_size = sizeof table;
    table.open = [](const crossdock_host* host, std::uint64_t* message, crossdock_error* error) {
        return Services::of(host).intake.open(message, error);
    };
    table.write = [](const crossdock_host* host, std::uint64_t message, crossdock_bytes_view piece,
                     crossdock_error* error) {
        return Services::of(host).intake.write(message, text_of(piece), error);
    };
    table.commit = [](const crossdock_host* host, std::uint64_t message, const crossdock_commit* commit,
                      crossdock_error* error) { return Services::of(host).intake.commit(message, *commit, error); };
    table.abandon = [](const crossdock_host* host, std::uint64_t message) {
        Services::of(host).intake.abandon(message);
    };
    table.refused = [](const crossdock_host* host, crossdock_text_view origin, crossdock_text_view code,
                       crossdock_text_view text) {
        Services::of(host).intake.refused(text_of(origin), text_of(code), text_of(text));
    };
    return table;
}

}  // namespace

const void* host_extension(std::string_view id) {
    static const crossdock_config config = make_config();
    static const crossdock_secrets secrets = make_secrets();
    static const crossdock_log log = make_log();
    static const crossdock_metrics metrics = make_metrics();
    static const crossdock_checkpoint checkpoint = make_checkpoint();
    static const crossdock_scheduler scheduler = make_scheduler();
    static const crossdock_progress progress = make_progress();
    static const crossdock_buffers buffers = make_buffers();
    static const crossdock_thread_check thread_check = make_thread_check();
    static const crossdock_completion completion = make_completion();
    static const crossdock_intake intake = make_intake();
    struct Extension {
        std::string_view id;
        const void* table;
    };
    static constexpr std::array extensions = {
        Extension{CROSSDOCK_INTAKE, &intake},
        Extension{CROSSDOCK_COMPLETION, &completion},
        Extension{CROSSDOCK_CONFIG, &config},
        Extension{CROSSDOCK_SECRETS, &secrets},
        Extension{CROSSDOCK_LOG, &log},
        Extension{CROSSDOCK_METRICS, &metrics},
        Extension{CROSSDOCK_CHECKPOINT, &checkpoint},
        Extension{CROSSDOCK_SCHEDULER, &scheduler},
        Extension{CROSSDOCK_PROGRESS, &progress},
        Extension{CROSSDOCK_BUFFERS, &buffers},
        Extension{CROSSDOCK_THREAD_CHECK, &thread_check},
    };
    const auto found =
        std::find_if(extensions.begin(), extensions.end(), [&](const Extension& each) { return each.id == id; });
    return found == extensions.end() ? nullptr : found->table;
}

}  // namespace crossdock::plugins
