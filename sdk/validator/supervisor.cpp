// Children and their deadlines.
#include "supervisor.hpp"

#include <charconv>
#include <filesystem>
#include <random>
#include <utility>

#include "child.hpp"
#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

std::uint32_t to_number(const std::string& text) {
    std::uint32_t number = 1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// A folder for the children's sites, gone at the end.
class ScratchFolder {
public:
    ScratchFolder()
        : path_(std::filesystem::temp_directory_path() /
                ("crossdock-plugin-check-" + std::to_string(std::random_device{}()))) {
        std::filesystem::create_directories(path_);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

class Supervisor {
public:
    Supervisor(const Options& options, const std::function<void(const CheckResult&)>& show)
        : options_(options), show_(show) {}

    Outcomes run() {
        run_stage("library", "");
        std::vector<std::string> types = types_;
        if (!options_.type.empty()) {
            std::erase_if(types, [&](const std::string& type) { return type != options_.type; });
            if (types.empty() && !types_.empty() && outcomes_.failure.empty())
                outcomes_.failure = "the plugin has no adapter type '" + options_.type + "'";
        }
        for (const std::string& type : types) run_stage("type:" + type, type + ": ");
        return std::move(outcomes_);
    }

private:
    // One child after the other until the stage has ended; each goes on behind the check that killed the one before.
    void run_stage(const std::string& stage, const std::string& prefix) {
        std::size_t begun = 0;
        while (outcomes_.failure.empty()) {
            const Ending ending = run_child_from(stage, prefix, begun);
            if (ending == Ending::finished) return;
            if (ending == Ending::died_in_check) continue;
            if (ending == Ending::died_between)
                add({prefix + "loading before the checks and deinit after them",
                     Verdict::failed,
                     {{"every call returns, and the process lives on", how_it_died_}},
                     {}});
            return;
        }
    }

    enum class Ending { finished, died_in_check, died_between };

    Ending run_child_from(const std::string& stage, const std::string& prefix, std::size_t& begun) {
        std::vector<std::string> arguments{child_argument, stage, std::to_string(begun), scratch_.path()};
        for (const std::string& argument : options_.arguments()) arguments.push_back(argument);
        const auto child = ChildProcess::start(arguments, options_.show_output, outcomes_.failure);
        if (child == nullptr) return Ending::finished;

        CheckResult current;
        std::uint32_t deadline_ms = options_.deadline_ms;
        std::string line;
        while (true) {
            const ChildProcess::Read read = child->read_line(line, deadline_ms);
            if (read != ChildProcess::Read::line) {
                how_it_died_ = death(*child, read, deadline_ms);
                if (current.name.empty()) return Ending::died_between;
                current.problems.push_back({"every call returns, and the process lives on", how_it_died_});
                current.verdict = Verdict::failed;
                return finish(std::move(current)) ? Ending::died_in_check : Ending::finished;
            }
            std::vector<std::string> fields = split_fields(line);
            fields.resize(4);
            if (fields[0] == "begin") {
                ++begun;
                current = {prefix + fields[1]};
                needed_ = fields[3] == "needed";
                deadline_ms = options_.deadline_ms * to_number(fields[2]);
            } else if (fields[0] == "problem") {
                current.problems.push_back({fields[1], fields[2]});
            } else if (fields[0] == "done") {
                current.verdict = fields[1] == "passed"   ? Verdict::passed
                                  : fields[1] == "failed" ? Verdict::failed
                                                          : Verdict::not_applicable;
                current.reason = fields[2];
                if (!finish(std::exchange(current, {}))) return Ending::finished;
            } else if (fields[0] == "type") {
                types_.push_back(fields[1]);
            } else if (fields[0] == "end") {
                return Ending::finished;
            }
        }
    }

    static std::string death(ChildProcess& child, ChildProcess::Read read, std::uint32_t deadline_ms) {
        if (read == ChildProcess::Read::timed_out) {
            child.kill();
            return "it hangs: no answer within " + std::to_string(deadline_ms) + " ms";
        }
        return "the plugin " + child.wait();
    }

    // False when the check failed and those after it need it: they are left out, and that is said.
    bool finish(CheckResult result) {
        const bool ends = needed_ && result.verdict == Verdict::failed;
        const std::string reason = "they need '" + result.name + "'";
        add(std::move(result));
        if (ends) add({"the checks after it", Verdict::not_applicable, {}, reason});
        return !ends;
    }

    void add(CheckResult result) {
        show_(result);
        outcomes_.results.push_back(std::move(result));
    }

    const Options& options_;
    const std::function<void(const CheckResult&)>& show_;
    ScratchFolder scratch_;
    Outcomes outcomes_;
    std::vector<std::string> types_;
    std::string how_it_died_;
    bool needed_ = false;
};

}  // namespace

Outcomes check_plugin(const Options& options, const std::function<void(const CheckResult&)>& show) {
    return Supervisor(options, show).run();
}

}  // namespace crossdock::sdk::validator
