#include "host/bus/mailbox.hpp"

#include "host/bus/endpoint.hpp"

namespace crossdock::bus {

Mailbox::Mailbox(zmq::context_t& context, zmq::socket_t socket, const std::string& wake_address)
    : socket_(std::move(socket)),
      is_router_(socket_.get(zmq::sockopt::type) == static_cast<int>(zmq::socket_type::router)),
      wake_(make_socket(context, zmq::socket_type::dealer)) {
    socket_.bind(wake_address);
    wake_.connect(wake_address);
}

bool Mailbox::post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    tasks_.push_back(std::move(task));
    if (tasks_.size() == 1) Frame(FrameHead{wake_op, 0, 0, 0, 0}).send(wake_);
    return true;
}

void Mailbox::close() {
    std::vector<std::function<void()>> dropped;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(tasks_);
}

std::optional<Received> Mailbox::receive(std::int64_t timeout_ms) {
    const bool wait = timeout_ms != 0;
    if (wait && timeout_ms != timeout_ms_) {
        timeout_ms_ = timeout_ms;
        socket_.set(zmq::sockopt::rcvtimeo, static_cast<int>(timeout_ms < 0 ? -1 : timeout_ms));
    }
    return Received::receive(socket_, is_router_, wait);
}

void Mailbox::run_tasks() {
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (auto& task : tasks) task();
}

}  // namespace crossdock::bus
