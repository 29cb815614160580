// A host on the default site in a folder of its own, started and measured from outside. Linux only: reads /proc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace crossdock::bench {

// CPU seconds of a process, in all and by thread name.
struct CpuSeconds {
    double all = 0;
    std::map<std::string, double> by_thread;
};

// Throws std::runtime_error with what went wrong: a bench that cannot measure must not print a figure.
class BenchSite {
public:
    // Makes the site below `folder` and sets its ports.
    explicit BenchSite(const std::filesystem::path& folder);
    ~BenchSite();
    BenchSite(const BenchSite&) = delete;
    BenchSite& operator=(const BenchSite&) = delete;

    // Replaces a text in a file of the site, which must have it.
    void replace(const std::string& file, const std::string& what, const std::string& with) const;
    // Starts the host and answers how long it took to be ready, in ms.
    double start();
    // Ends it, and checks the journal.
    void stop_and_verify();

    [[nodiscard]] CpuSeconds cpu() const;
    [[nodiscard]] double resident_mb() const;
    [[nodiscard]] double resident_peak_mb() const;
    [[nodiscard]] const std::filesystem::path& site() const { return site_; }
    [[nodiscard]] std::uint16_t http_port() const { return http_port_; }
    static constexpr const char* api_key = "bench-key";

private:
    int run(const std::string& arguments) const;
    [[nodiscard]] double status_mb(const char* field) const;
    [[nodiscard]] bool is_ready() const;

    std::filesystem::path programs_;
    std::filesystem::path site_;
    std::uint16_t http_port_ = 0;
    std::uint16_t ready_port_ = 0;
    pid_t host_ = 0;
};

double wall_seconds();

}  // namespace crossdock::bench
