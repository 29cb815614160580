#include "host/plugins/hub/runner_place.hpp"

#include <chrono>
#include <istream>

namespace crossdock::plugins {

namespace {

// Keeps for ever what a thread that hangs in a plugin may still touch.
void leave_behind(std::unique_ptr<Runner> runner, std::shared_ptr<LibraryCache> libraries) {
    using Left = std::pair<std::shared_ptr<LibraryCache>, std::unique_ptr<Runner>>;
    static std::mutex mutex;
    static auto* const left = std::make_unique<std::deque<Left>>().release();
    const std::lock_guard lock(mutex);
    left->emplace_back(std::move(libraries), std::move(runner));
}

class ThreadPlace final : public RunnerPlace {
public:
    ThreadPlace(RunnerLink link, std::shared_ptr<LibraryCache> libraries, const Clock& clock) {
        std::promise<void> ended;
        ended_ = ended.get_future();
        thread_ = std::thread(
            [link = std::move(link), libraries = std::move(libraries), &clock, ended = std::move(ended)]() mutable {
                auto runner = std::make_unique<Runner>(std::move(link), *libraries, clock);
                if (runner->run()) {
                    runner.reset();
                    libraries.reset();
                } else {
                    leave_behind(std::move(runner), std::move(libraries));
                }
                ended.set_value();
            });
    }
    ThreadPlace(const ThreadPlace&) = delete;
    ThreadPlace& operator=(const ThreadPlace&) = delete;
    ~ThreadPlace() override { finish(0); }

    void kill() override {}
    [[nodiscard]] bool can_kill() const override { return false; }
    void finish(std::int64_t within_ms) override {
        if (!thread_.joinable()) return;
        if (ended_.wait_for(std::chrono::milliseconds(within_ms)) == std::future_status::ready)
            thread_.join();
        else
            thread_.detach();
    }

private:
    std::future<void> ended_;
    std::thread thread_;
};

class ProcessPlace final : public RunnerPlace {
public:
    ProcessPlace(std::unique_ptr<ChildProcess> process, std::function<void(ExitStatus)> ended)
        : process_(std::move(process)) {
        std::promise<void> over;
        over_ = over.get_future();
        thread_ = std::thread([this, ended = std::move(ended), over = std::move(over)]() mutable {
            const ExitStatus status = process_->wait();
            over.set_value();
            ended(status);
        });
    }
    ProcessPlace(const ProcessPlace&) = delete;
    ProcessPlace& operator=(const ProcessPlace&) = delete;
    ~ProcessPlace() override { finish(0); }

    void kill() override { process_->kill(); }
    [[nodiscard]] bool can_kill() const override { return true; }
    void finish(std::int64_t within_ms) override {
        if (!thread_.joinable()) return;
        if (over_.wait_for(std::chrono::milliseconds(within_ms)) != std::future_status::ready) process_->kill();
        thread_.join();
    }

private:
    std::unique_ptr<ChildProcess> process_;
    std::future<void> over_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<RunnerPlace> run_in_thread(RunnerLink link, std::shared_ptr<LibraryCache> libraries,
                                           const Clock& clock) {
    return std::make_unique<ThreadPlace>(std::move(link), std::move(libraries), clock);
}

Result<std::unique_ptr<RunnerPlace>> run_in_process(const std::filesystem::path& program, const RunnerLink& link,
                                                    std::function<void(ExitStatus)> ended) {
    CROSSDOCK_TRY_ASSIGN(auto process, ChildProcess::spawn({program, {"--serve"}}));
    CROSSDOCK_TRY(process->write_input(worker_input(link)));
    std::unique_ptr<RunnerPlace> place = std::make_unique<ProcessPlace>(std::move(process), std::move(ended));
    return place;
}

std::string worker_input(const RunnerLink& link) {
    return link.hub.address + '\n' + link.hub.server_key + '\n' + link.id + '\n';
}

std::optional<RunnerLink> read_worker_input(std::istream& input) {
    RunnerLink link;
    if (!std::getline(input, link.hub.address) || !std::getline(input, link.hub.server_key) ||
        !std::getline(input, link.id))
        return {};
    return link;
}

}  // namespace crossdock::plugins
