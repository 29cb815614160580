#include "plugins/http/client.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "plugins/http/transfer.hpp"

namespace crossdock::http {

namespace {

constexpr int poll_ms_max = 1000;
constexpr std::size_t idle_handles_max = 16;

struct FreeMulti {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

// libcurl is never cleaned up: other plugins of the process may use it too.
void prepare_libcurl() {
    static const CURLcode prepared = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (prepared != CURLE_OK) throw sdk::Failure::retry("http.client", "libcurl could not be set up");
}

}  // namespace

// The thread and what it drives.
class Client::Loop {
public:
    explicit Loop(ClientSettings settings) : settings_(std::move(settings)), multi_(make_multi(settings_)) {
        thread_ = std::thread([this] { run(); });
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop() { stop(0); }

    void begin(Request request, std::function<void(Exchange)> done) {
        {
            const std::lock_guard lock(mutex_);
            if (stop_at_) throw sdk::Failure::retry("http.stopping", "the adapter stops");
            begun_.push_back({std::move(request), std::move(done)});
        }
        curl_multi_wakeup(multi_.get());
    }

    void cancel(std::uint64_t operation) {
        {
            const std::lock_guard lock(mutex_);
            cancelled_.push_back(operation);
        }
        curl_multi_wakeup(multi_.get());
    }

    void stop(std::int64_t grace_ms) {
        {
            const std::lock_guard lock(mutex_);
            stop_at_ = Clock::now() + std::chrono::milliseconds(grace_ms);
        }
        curl_multi_wakeup(multi_.get());
        if (thread_.joinable()) thread_.join();
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Begun {
        Request request;
        std::function<void(Exchange)> done;
    };

    static std::unique_ptr<CURLM, FreeMulti> make_multi(const ClientSettings& settings) {
        prepare_libcurl();
        std::unique_ptr<CURLM, FreeMulti> multi(curl_multi_init());
        if (!multi) throw sdk::Failure::retry("http.client", "libcurl could not be set up");
        const auto connections = static_cast<long>(settings.connections_max);
        curl_multi_setopt(multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, connections);
        curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, connections);
        return multi;
    }

    void run() {
        for (;;) {
            const auto stop_at = take_commands();
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            end_finished();
            if (stop_at && (transfers_.empty() || Clock::now() >= *stop_at)) break;
            curl_multi_poll(multi_.get(), nullptr, 0, stop_at ? 20 : poll_ms_max, nullptr);
        }
        while (!transfers_.empty()) give_up(transfers_.begin());
    }

    std::optional<Clock::time_point> take_commands() {
        std::vector<Begun> begun;
        std::vector<std::uint64_t> given_up;
        std::optional<Clock::time_point> stop_at;
        {
            const std::lock_guard lock(mutex_);
            begun.swap(begun_);
            given_up.swap(cancelled_);
            stop_at = stop_at_;
        }
        for (Begun& one : begun) add(std::move(one));
        for (const std::uint64_t operation : given_up)
            if (const auto found = transfers_.find(operation); found != transfers_.end()) give_up(found);
        return stop_at;
    }

    void add(Begun begun) {
        std::unique_ptr<CURL, FreeEasy> handle;
        if (!idle_.empty()) {
            handle = std::move(idle_.back());
            idle_.pop_back();
        }
        const std::uint64_t operation = begun.request.operation;
        crossdock_error error = sdk::empty_error();
        const auto added = sdk::guarded(&error, [&] {
            auto transfer =
                std::make_unique<Transfer>(settings_, std::move(begun.request), begun.done, std::move(handle));
            if (curl_multi_add_handle(multi_.get(), transfer->handle()) != CURLM_OK)
                throw sdk::Failure::retry("http.client", "libcurl could not begin the request");
            transfers_.emplace(operation, std::move(transfer));
            return CROSSDOCK_OK;
        });
        if (added == CROSSDOCK_OK) return;
        Exchange exchange;
        exchange.end = error.error_class == CROSSDOCK_ERROR_CONFIGURATION ? Exchange::End::bad_request
                                                                          : Exchange::End::unreachable;
        exchange.trouble = error.text;
        begun.done(std::move(exchange));
    }

    void end_finished() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            Transfer* transfer = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            curl_multi_remove_handle(multi_.get(), transfer->handle());
            auto node = transfers_.extract(transfer->operation());
            auto handle = node.mapped()->end(code);
            if (idle_.size() < idle_handles_max) idle_.push_back(std::move(handle));
        }
    }

    void give_up(std::map<std::uint64_t, std::unique_ptr<Transfer>>::iterator which) {
        curl_multi_remove_handle(multi_.get(), which->second->handle());
        const auto transfer = std::move(which->second);
        transfers_.erase(which);
        transfer->end_cancelled();
    }

    ClientSettings settings_;
    // Before the transfers, whose handles have to go first.
    std::unique_ptr<CURLM, FreeMulti> multi_;
    std::vector<std::unique_ptr<CURL, FreeEasy>> idle_;
    std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers_;

    std::mutex mutex_;
    std::vector<Begun> begun_;
    std::vector<std::uint64_t> cancelled_;
    std::optional<Clock::time_point> stop_at_;
    std::thread thread_;
};

Client::Client(ClientSettings settings) : loop_(std::make_unique<Loop>(std::move(settings))) {}

Client::~Client() = default;

void Client::begin(Request request, std::function<void(Exchange)> done) {
    loop_->begin(std::move(request), std::move(done));
}

void Client::cancel(std::uint64_t operation) { loop_->cancel(operation); }

void Client::stop(std::int64_t grace_ms) { loop_->stop(grace_ms); }

}  // namespace crossdock::http
