#include "host/plugins/hub/payload_thread.hpp"

#include "host/base/binary.hpp"

namespace crossdock::plugins {

LargeMessage::LargeMessage(journal::Store* store) {
    if (store == nullptr) {
        status_ = Error{"intake.no-journal", ErrorClass::configuration,
                        "a message in pieces came to a host that runs without a journal"};
        return;
    }
    auto writer = store->write_payload();
    if (writer.ok())
        writer_ = *std::move(writer);
    else
        status_ = writer.error();
}

void LargeMessage::write(std::string_view piece) {
    size_ += piece.size();
    if (status_.ok()) status_ = writer_->write(as_bytes(piece));
}

Result<journal::NewPayload> LargeMessage::finish(journal::Digest& digest) {
    CROSSDOCK_TRY(std::move(status_));
    return writer_->finish(digest);
}

void PayloadThread::run(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    tasks_.push_back(std::move(task));
    if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
    changed_.notify_one();
}

void PayloadThread::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (stopping_) return;
        const auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        lock.lock();
    }
}

void PayloadThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
    tasks_.clear();
}

}  // namespace crossdock::plugins
