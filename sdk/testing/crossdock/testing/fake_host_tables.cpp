// The host's extension tables over the parts of a FakeHost.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/fake_host.hpp>

namespace crossdock::sdk::testing {

namespace {

FakeHost& of(const crossdock_host* host) noexcept { return FakeHost::of(host); }

// A table with its size set; `fill` sets the functions.
template <typename Table, typename Fill>
Table make(Fill fill) {
    Table table{};
    table.struct_size = sizeof table;
    fill(table);
    return table;
}

const auto log_table = make<crossdock_log>([](crossdock_log& table) {
    table.enabled = [](const crossdock_host* host, crossdock_log_level level) {
        return of(host).log.enabled(level) ? 1u : 0u;
    };
    table.write = [](const crossdock_host* host, crossdock_log_level level, crossdock_text_view line) {
        of(host).log.write(level, text(line));
    };
});

const auto config_table = make<crossdock_config>([](crossdock_config& table) {
    table.count = [](const crossdock_host* host, const char* property) -> std::uint64_t {
        return of(host).config.count(property);
    };
    table.text = [](const crossdock_host* host, const char* property, std::uint64_t index,
                    crossdock_text_view* value) -> crossdock_status {
        const std::string* found = of(host).config.value(property, index);
        if (found == nullptr) return CROSSDOCK_NOT_FOUND;
        *value = view(*found);
        return CROSSDOCK_OK;
    };
    table.adapter_name = [](const crossdock_host* host) { return view(of(host).config.adapter_name); };
});

const auto secrets_table = make<crossdock_secrets>([](crossdock_secrets& table) {
    table.get = [](const crossdock_host* host, const char* property, std::uint64_t index, crossdock_buffer* value,
                   crossdock_error* error) -> crossdock_status {
        FakeHost& fake = of(host);
        fake.threads.require_main("secrets.get");
        if (const ErrorCopy* unreadable = fake.config.secret_error(property)) {
            unreadable->fill(error);
            return CROSSDOCK_FAILED;
        }
        const std::string* found = fake.config.secret(property, index);
        if (found == nullptr) {
            fill_error(error, CROSSDOCK_ERROR_CONFIGURATION, "secrets.unset", std::string(property) + " is not set");
            return CROSSDOCK_NOT_FOUND;
        }
        *value = fake.buffers.copy_of(*found);
        return CROSSDOCK_OK;
    };
});

const auto metrics_table = make<crossdock_metrics>([](crossdock_metrics& table) {
    table.declare = [](const crossdock_host* host, std::uint32_t kind, const char* name, const char* documentation,
                       std::uint32_t* metric, crossdock_error* /*error*/) -> crossdock_status {
        of(host).threads.require_main("metrics.declare");
        *metric = of(host).metrics.declare(kind, name, documentation == nullptr ? "" : documentation);
        return CROSSDOCK_OK;
    };
    table.record = [](const crossdock_host* host, std::uint32_t metric, double value) {
        if (!of(host).metrics.record(metric, value))
            of(host).threads.breach("metric " + std::to_string(metric) + " was recorded but never declared");
    };
});

const auto checkpoint_table = make<crossdock_checkpoint>([](crossdock_checkpoint& table) {
    table.load = [](const crossdock_host* host, crossdock_buffer* bytes, crossdock_error* error) -> crossdock_status {
        FakeHost& fake = of(host);
        fake.threads.require_main("checkpoint.load");
        if (!fake.checkpoint) {
            fill_error(error, CROSSDOCK_ERROR_PERMANENT, "checkpoint.none", "no checkpoint was saved yet");
            return CROSSDOCK_NOT_FOUND;
        }
        *bytes = fake.buffers.copy_of(*fake.checkpoint);
        return CROSSDOCK_OK;
    };
    table.save = [](const crossdock_host* host, crossdock_bytes_view bytes, crossdock_error* error) {
        of(host).threads.require_main("checkpoint.save");
        if (bytes.size > CROSSDOCK_CHECKPOINT_SIZE_MAX) {
            fill_error(error, CROSSDOCK_ERROR_PERMANENT, "checkpoint.too-large",
                       "a checkpoint is at most " + std::to_string(CROSSDOCK_CHECKPOINT_SIZE_MAX) + " bytes");
            return CROSSDOCK_FAILED;
        }
        of(host).checkpoint = std::string(text(bytes));
        return CROSSDOCK_OK;
    };
});

const auto scheduler_table = make<crossdock_scheduler>([](crossdock_scheduler& table) {
    table.handle = [](const crossdock_host* host) {
        of(host).threads.require_main("scheduler.handle");
        return of(host).scheduler.handle();
    };
    table.wake = &FakeScheduler::wake_by_handle;
    table.wake_after = [](const crossdock_host* host, std::uint32_t delay_ms, std::uint64_t reason) {
        of(host).threads.require_main("scheduler.wake_after");
        return of(host).scheduler.wake_after(delay_ms, reason);
    };
    table.wall_time_ms = [](const crossdock_host* host) { return of(host).scheduler.wall_time_ms(); };
    table.steady_time_ms = [](const crossdock_host* host) { return of(host).scheduler.steady_time_ms(); };
});

const auto progress_table = make<crossdock_progress>([](crossdock_progress& table) {
    table.report = [](const crossdock_host* host, std::uint64_t operation, std::uint64_t done, std::uint64_t total) {
        of(host).operations.report(operation, done, total);
    };
    table.is_cancelled = [](const crossdock_host* host, std::uint64_t operation) {
        return of(host).operations.is_cancelled(operation) ? 1u : 0u;
    };
});

const auto buffers_table = make<crossdock_buffers>([](crossdock_buffers& table) {
    table.allocate = [](const crossdock_host* host, std::uint64_t size, crossdock_buffer* buffer,
                        std::uint8_t** writable, crossdock_error* /*error*/) -> crossdock_status {
        *buffer = of(host).buffers.allocate(size, writable);
        return CROSSDOCK_OK;
    };
});

const auto thread_check_table = make<crossdock_thread_check>([](crossdock_thread_check& table) {
    table.is_main = [](const crossdock_host* host) { return of(host).threads.is_main() ? 1u : 0u; };
    table.is_lane = [](const crossdock_host* host) { return of(host).threads.is_lane() ? 1u : 0u; };
});

const auto intake_table = make<crossdock_intake>([](crossdock_intake& table) {
    table.open = [](const crossdock_host* host, std::uint64_t* message, crossdock_error* error) {
        return of(host).intake.open(message, error);
    };
    table.write = [](const crossdock_host* host, std::uint64_t message, crossdock_bytes_view piece,
                     crossdock_error* error) { return of(host).intake.write(message, text(piece), error); };
    table.commit = [](const crossdock_host* host, std::uint64_t message, const crossdock_commit* commit,
                      crossdock_error* error) { return of(host).intake.commit(message, *commit, error); };
    table.abandon = [](const crossdock_host* host, std::uint64_t message) { of(host).intake.abandon(message); };
    table.refused = [](const crossdock_host* host, crossdock_text_view origin, crossdock_text_view code,
                       crossdock_text_view why) { of(host).intake.refused(text(origin), text(code), text(why)); };
});

const auto completion_table = make<crossdock_completion>([](crossdock_completion& table) {
    table.complete = [](const crossdock_host* host, std::uint64_t operation, crossdock_outcome* outcome) {
        return of(host).operations.complete(operation, *outcome);
    };
});

}  // namespace

const void* fake_extension_table(std::string_view id) noexcept {
    static constexpr std::pair<std::string_view, const void*> tables[] = {
        {CROSSDOCK_LOG, &log_table},
        {CROSSDOCK_CONFIG, &config_table},
        {CROSSDOCK_SECRETS, &secrets_table},
        {CROSSDOCK_METRICS, &metrics_table},
        {CROSSDOCK_CHECKPOINT, &checkpoint_table},
        {CROSSDOCK_SCHEDULER, &scheduler_table},
        {CROSSDOCK_PROGRESS, &progress_table},
        {CROSSDOCK_BUFFERS, &buffers_table},
        {CROSSDOCK_THREAD_CHECK, &thread_check_table},
        {CROSSDOCK_INTAKE, &intake_table},
        {CROSSDOCK_COMPLETION, &completion_table},
    };
    for (const auto& [known, table] : tables)
        if (known == id) return table;
    return nullptr;
}

}  // namespace crossdock::sdk::testing
