// The platform on Linux.
#ifndef _WIN32

#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "platform.hpp"

// The sanitizer's own, where there is one. NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace crossdock::sdk::validator {

namespace {

constexpr int report_descriptor = 3;

class PosixChild final : public ChildProcess {
public:
    PosixChild(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
    PosixChild(const PosixChild&) = delete;
    PosixChild& operator=(const PosixChild&) = delete;
    ~PosixChild() override {
        reap();
        ::close(pipe_);
    }

    Read read_line(std::string& line, std::uint32_t at_most_ms) override {
        using Clock = std::chrono::steady_clock;
        const auto deadline = Clock::now() + std::chrono::milliseconds(at_most_ms);
        while (true) {
            if (const std::size_t end = received_.find('\n'); end != std::string::npos) {
                line = received_.substr(0, end);
                received_.erase(0, end + 1);
                return Read::line;
            }
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
            pollfd ready{pipe_, POLLIN, 0};
            const int count = ::poll(&ready, 1, left < 0 ? 0 : static_cast<int>(left));
            if (count == 0) return Read::timed_out;
            if (count < 0) continue;
            char piece[4096];
            const ssize_t size = ::read(pipe_, piece, sizeof piece);
            if (size == 0) return Read::closed;
            if (size > 0) received_.append(piece, static_cast<std::size_t>(size));
        }
    }

    void kill() override { ::kill(process_, SIGKILL); }

    std::string wait() override {
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
        process_ = 0;
        if (WIFSIGNALED(status))
            return "crashed with signal " + std::to_string(WTERMSIG(status)) + " (" + ::strsignal(WTERMSIG(status)) +
                   ")";
        return "ended the process with exit code " + std::to_string(WEXITSTATUS(status));
    }

private:
    void reap() {
        if (process_ == 0) return;
        kill();
        static_cast<void>(wait());
    }
    pid_t process_;
    int pipe_;
    std::string received_;
};

std::size_t entries_in(const char* folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
    return count;
}

bool sanitized() { return &__sanitizer_get_current_allocated_bytes != nullptr; }

}  // namespace

std::unique_ptr<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments, bool show_output,
                                                  std::string& failure) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        failure = std::string("cannot make a pipe: ") + std::strerror(errno);
        return nullptr;
    }
    const std::string program = own_path().string();
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (show_output) {
        ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    } else {
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], report_descriptor);
    pid_t process = 0;
    const int number = ::posix_spawn(&process, program.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (number != 0) {
        ::close(ends[0]);
        failure = "cannot start " + program + ": " + std::strerror(number);
        return nullptr;
    }
    return std::make_unique<PosixChild>(process, ends[0]);
}

void write_line_to_parent(std::string_view line) {
    std::string bytes(line);
    bytes += '\n';
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t written = ::write(report_descriptor, bytes.data() + at, bytes.size() - at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) std::_Exit(2);
        at += static_cast<std::size_t>(written);
    }
}

void end_with_parent() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGPIPE, SIG_IGN);
}

std::filesystem::path own_path() { return std::filesystem::read_symlink("/proc/self/exe"); }

void* open_library(const std::filesystem::path& path, std::string& failure) {
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) failure = ::dlerror();
    return library;
}

void* find_symbol(void* library, const char* name) { return ::dlsym(library, name); }

Resources measure_resources() {
    Resources now;
    now.handles = entries_in("/proc/self/fd");
    now.threads = entries_in("/proc/self/task");
    if (sanitized()) {
        now.heap_bytes = __sanitizer_get_current_allocated_bytes();
        return now;
    }
    const struct mallinfo2 heap = ::mallinfo2();
    now.heap_bytes = heap.uordblks + heap.hblkhd;
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages >> pages;
    now.resident_bytes = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return now;
}

}  // namespace crossdock::sdk::validator

#endif
