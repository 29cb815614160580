// ChildProcess on POSIX.
#ifndef _WIN32

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>

#include "host/base/platform/process.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace crossdock {

namespace {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        close();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }
    ~Descriptor() { close(); }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_ = -1;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return Error{"process.cannot-start", ErrorClass::retry,
                     fmt::format("cannot make a pipe: {}", std::generic_category().message(errno))};
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// What a child begins with, freed at the end of the scope.
class SpawnSettings {
public:
    SpawnSettings() {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        sigset_t none;
        sigset_t defaults;
        ::sigemptyset(&none);
        ::sigemptyset(&defaults);
        for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&defaults, number);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &defaults);
        ::posix_spawnattr_setpgroup(&attributes, 0);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings() {
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&actions);
    }

    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

class PosixProcess final : public ChildProcess {
public:
    PosixProcess(pid_t pid, Descriptor input, Descriptor output)
        : pid_(pid), input_(std::move(input)), output_(std::move(output)) {}
    PosixProcess(const PosixProcess&) = delete;
    PosixProcess& operator=(const PosixProcess&) = delete;
    ~PosixProcess() override {
        kill_if_running();
        if (!reaped_) reap();
    }

    [[nodiscard]] std::int64_t id() const override { return pid_; }

    Status write_input(std::string_view text) override {
        while (!text.empty()) {
            const ssize_t written = ::write(input_.number(), text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return Error{"process.gone", ErrorClass::retry, "the process no longer reads its input"};
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    void close_input() override { input_.close(); }

    std::string read_output() override {
        std::string text;
        std::array<char, 16384> piece{};
        for (;;) {
            const ssize_t got = ::read(output_.number(), piece.data(), piece.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return text;
            text.append(piece.data(), static_cast<std::size_t>(got));
        }
    }

    ExitStatus wait() override {
        // Without reaping it first, so that `kill` never meets a number that is another process's by then.
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
        }
        return reap();
    }

    void kill() override { kill_if_running(); }

private:
    void kill_if_running() {
        const std::lock_guard lock(mutex_);
        if (!reaped_) ::kill(pid_, SIGKILL);
    }

    ExitStatus reap() {
        const std::lock_guard lock(mutex_);
        int state = 0;
        while (::waitpid(pid_, &state, 0) < 0 && errno == EINTR) {
        }
        reaped_ = true;
        ExitStatus status;
        if (WIFSIGNALED(state))
            status.signal = WTERMSIG(state);
        else
            status.code = WEXITSTATUS(state);
        return status;
    }

    pid_t pid_;
    Descriptor input_;
    Descriptor output_;
    std::mutex mutex_;
    bool reaped_ = false;
};

}  // namespace

std::string describe(const ExitStatus& status) {
    return status.signal != 0 ? fmt::format("killed by signal {}", status.signal)
                              : fmt::format("exit code {}", status.code);
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::spawn(const SpawnOptions& options) {
    CROSSDOCK_TRY_ASSIGN(Pipe input, make_pipe());
    Pipe output;
    if (options.capture_output) {
        CROSSDOCK_TRY_ASSIGN(output, make_pipe());
    }
    SpawnSettings settings;
    ::posix_spawn_file_actions_adddup2(&settings.actions, input.read.number(), STDIN_FILENO);
    if (options.capture_output)
        ::posix_spawn_file_actions_adddup2(&settings.actions, output.write.number(), STDOUT_FILENO);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    ::posix_spawn_file_actions_addclosefrom_np(&settings.actions, STDERR_FILENO + 1);
#endif
    std::vector<std::string> texts{options.program.string()};
    texts.insert(texts.end(), options.arguments.begin(), options.arguments.end());
    std::vector<char*> arguments;
    arguments.reserve(texts.size() + 1);
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    pid_t pid = 0;
    const int failed =
        ::posix_spawn(&pid, texts[0].c_str(), &settings.actions, &settings.attributes, arguments.data(), environ);
    if (failed != 0)
        return Error{"process.cannot-start", failed == EAGAIN ? ErrorClass::retry : ErrorClass::configuration,
                     fmt::format("cannot start {}: {}", texts[0], std::generic_category().message(failed))};
    std::unique_ptr<ChildProcess> child =
        std::make_unique<PosixProcess>(pid, std::move(input.write), std::move(output.read));
    return child;
}

}  // namespace crossdock

#endif
