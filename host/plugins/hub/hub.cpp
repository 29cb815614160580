#include "host/plugins/hub/hub.hpp"
#include "host/base/platform/thread_name.hpp"

#include <fmt/format.h>

namespace crossdock::plugins {

namespace {

constexpr std::size_t frames_per_batch = 1024;
constexpr const char* thread_address = "inproc://hub";

Status make_private_folder(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, fs::perm_options::replace, failed);
    if (!failed) return {};
    return Error{"bus.cannot-bind", ErrorClass::configuration,
                 fmt::format("cannot make the folder {} for sockets: {}", folder.string(), failed.message())};
}

}  // namespace

Hub::Hub(std::shared_ptr<zmq::context_t> context, zmq::socket_t socket, const Clock& clock)
    : context_(std::move(context)),
      clock_(&clock),
      for_threads_{thread_address, {}},
      mailbox_(*context_, std::move(socket), "inproc://hub/wake") {}

Result<std::unique_ptr<Hub>> Hub::make(const std::filesystem::path& folder, bool with_processes, const Clock& clock) {
    // Without workers nothing leaves the process, and no thread for input and output is needed.
    auto context = std::make_shared<zmq::context_t>(with_processes ? 1 : 0);
    zmq::socket_t socket = bus::make_socket(*context, zmq::socket_type::router);
    socket.bind(thread_address);
    bus::Endpoint for_processes;
    if (with_processes) {
        CROSSDOCK_TRY(make_private_folder(folder));
        CROSSDOCK_TRY_ASSIGN(for_processes, bus::bind_for_processes(socket, folder, "hub"));
    }
    std::unique_ptr<Hub> hub(new Hub(std::move(context), std::move(socket), clock));
    hub->for_processes_ = std::move(for_processes);
    hub->folder_ = folder;
    return hub;
}

void Hub::start(HubHandler& handler) {
    thread_ = std::thread([this, &handler] {
        platform::name_thread("bus");
        while (!stopping_) {
            mailbox_.run_once(timers_.wait_ms(now_ms()), frames_per_batch,
                              [&](bus::Received frame) { handler.frame_came(std::move(frame)); });
            timers_.run_due(now_ms());
            handler.batch_ended();
        }
    });
}

void Hub::stop() {
    if (!thread_.joinable()) return;
    post([this] { stopping_ = true; });
    thread_.join();
    mailbox_.close();
    timers_.clear();
}

}  // namespace crossdock::plugins
