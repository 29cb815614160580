// The program under test as a child process.
#include "tests/sdk/validator/plugin_check.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>

#include "tests/patience.hpp"

namespace crossdock::tests {

bool CheckRun::has(const std::string& word, const std::string& name) const {
    std::size_t at = 0;
    while (at < output.size()) {
        const std::string line = output.substr(at, output.find('\n', at) - at);
        if (line.starts_with(word + " ") && line.find(name) != std::string::npos) return true;
        at += line.size() + 1;
    }
    return false;
}

CheckRun run_plugin_check(const std::string& arguments) {
    const std::string command = CROSSDOCK_BINARY_DIR "/bin/crossdock-plugin-check " + arguments + " 2>&1";
    CheckRun run;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return run;
    std::array<char, 4096> piece{};
    for (std::size_t size = 0; (size = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        run.output.append(piece.data(), size);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) run.exit_status = WEXITSTATUS(status);
    return run;
}

std::string broken_plugin(const std::string& name, Deadline deadline) {
    const std::string seconds = deadline == Deadline::ample ? "30" : testing::patience() == 1 ? "0.5" : "2";
    return CROSSDOCK_BINARY_DIR "/tests/broken-plugins/" + name + ".so --deadline " + seconds + " --cycles 100";
}

std::string reached_deadline_ms() { return testing::patience() == 1 ? "500 ms" : "2000 ms"; }

}  // namespace crossdock::tests
