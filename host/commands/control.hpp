// The control endpoint: how commands that change something reach the running host.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::commands {

// One request: a command, what it is about, who asks and why. Answers are texts, JSON where a command says so.
struct ControlRequest {
    std::string command;  // `exceptions retry`, `journal purge`, `status`
    std::string argument;
    std::string input;
    std::string who;
    std::string why;
    std::vector<std::string> options{};  // `accept-conflict`, `deployment=original`
};

// Listens on a socket that only its user may open. Requests are handled one at a time, on a thread of its own.
class ControlServer {
public:
    using Handler = std::function<Result<std::string>(const ControlRequest&)>;
    static Result<std::unique_ptr<ControlServer>> listen(const std::filesystem::path& socket, Handler handler);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

private:
    ControlServer();
    struct Io;
    std::unique_ptr<Io> io_;
    std::thread thread_;
};

// Asks the running host; error `control.no-host` when there is none at that socket, `control.no-answer` when it does
// not answer within two minutes or ends before it does.
Result<std::string> ask_host(const std::filesystem::path& socket, const ControlRequest& request);

}  // namespace crossdock::commands
