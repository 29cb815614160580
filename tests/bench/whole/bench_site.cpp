#include "tests/bench/whole/bench_site.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace crossdock::bench {

namespace fs = std::filesystem;

namespace {

int loopback_socket(std::uint16_t port, bool listens, std::uint16_t& bound) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const where = reinterpret_cast<sockaddr*>(&address);
    const int failed =
        listens ? ::bind(descriptor, where, sizeof address) : ::connect(descriptor, where, sizeof address);
    if (failed != 0) {
        ::close(descriptor);
        return -1;
    }
    socklen_t size = sizeof address;
    ::getsockname(descriptor, where, &size);
    bound = ntohs(address.sin_port);
    return descriptor;
}

std::uint16_t free_port() {
    std::uint16_t port = 0;
    ::close(loopback_socket(0, true, port));
    return port;
}

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

BenchSite::BenchSite(const fs::path& folder)
    : programs_(fs::read_symlink("/proc/self/exe").parent_path()),
      site_(folder / "site"),
      http_port_(free_port()),
      ready_port_(free_port()) {
    if (run("init " + site_.string()) != 0) throw std::runtime_error("crossdock init failed");
    std::ofstream(site_ / "certs" / "webshop.key") << api_key;
    replace("crossdock.xml", "name=\"port\" value=\"8080\"", fmt::format("name=\"port\" value=\"{}\"", http_port_));
    replace("crossdock.xml", "127.0.0.1:8079", fmt::format("127.0.0.1:{}", ready_port_));
}

BenchSite::~BenchSite() {
    if (host_ == 0) return;
    ::kill(host_, SIGKILL);
    ::waitpid(host_, nullptr, 0);
}

int BenchSite::run(const std::string& arguments) const {
    return std::system(fmt::format("{}/crossdock {} > /dev/null", programs_.string(), arguments).c_str());
}

void BenchSite::replace(const std::string& file, const std::string& what, const std::string& with) const {
    std::string text = read(site_ / file);
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error(fmt::format("{} has no {}", file, what));
    text.replace(at, what.size(), with);
    std::ofstream(site_ / file, std::ios::binary) << text;
}

bool BenchSite::is_ready() const {
    std::uint16_t ignored = 0;
    const int descriptor = loopback_socket(ready_port_, false, ignored);
    if (descriptor < 0) return false;
    const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    std::string answer(256, '\0');
    ssize_t got = 0;
    if (::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) > 0)
        got = ::recv(descriptor, answer.data(), answer.size(), 0);
    ::close(descriptor);
    return got > 12 && answer.compare(9, 3, "200") == 0;
}

double BenchSite::start() {
    const double begun = wall_seconds();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = (site_ / "log" / "host.log").string();
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    const std::string program = (programs_ / "crossdock").string();
    const std::string site = site_.string();
    const char* const words[] = {program.c_str(), "run", "--site", site.c_str(), nullptr};
    if (::posix_spawn(&host_, program.c_str(), &actions, nullptr, const_cast<char* const*>(words), environ) != 0)
        throw std::runtime_error("the host cannot be started");
    posix_spawn_file_actions_destroy(&actions);
    while (!is_ready()) {
        if (wall_seconds() - begun > 30 || ::waitpid(host_, nullptr, WNOHANG) == host_)
            throw std::runtime_error("the host did not become ready:\n" + read(log));
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return (wall_seconds() - begun) * 1'000;
}

void BenchSite::stop_and_verify() {
    ::kill(host_, SIGTERM);
    int status = 0;
    ::waitpid(host_, &status, 0);
    host_ = 0;
    if (status != 0) throw std::runtime_error("the host did not stop well:\n" + read(site_ / "log" / "host.log"));
    if (run("journal verify --site " + site_.string()) != 0) throw std::runtime_error("the journal is not sound");
}

CpuSeconds BenchSite::cpu() const {
    CpuSeconds seconds;
    const double tick = 1.0 / static_cast<double>(::sysconf(_SC_CLK_TCK));
    for (const auto& task : fs::directory_iterator(fmt::format("/proc/{}/task", host_))) {
        const std::string stat = read(task.path() / "stat");
        const auto open = stat.find('(');
        const auto close = stat.rfind(')');
        if (close == std::string::npos) continue;
        std::istringstream fields(stat.substr(close + 2));
        std::string skipped;
        for (int index = 0; index < 11; ++index) fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        seconds.by_thread[stat.substr(open + 1, close - open - 1)] += (user + system) * tick;
        seconds.all += (user + system) * tick;
    }
    return seconds;
}

double BenchSite::status_mb(const char* field) const {
    std::istringstream status(read(fmt::format("/proc/{}/status", host_)));
    std::string name;
    while (status >> name) {
        double kilobytes = 0;
        if (name == field && status >> kilobytes) return kilobytes / 1'024;
        std::getline(status, name);
    }
    throw std::runtime_error(std::string("/proc has no ") + field);
}

double BenchSite::resident_mb() const { return status_mb("VmRSS:"); }
double BenchSite::resident_peak_mb() const { return status_mb("VmHWM:"); }

}  // namespace crossdock::bench
