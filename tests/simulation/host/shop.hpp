// A web shop that posts its orders until each is acknowledged, as shops do.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crossdock::simulation {

// Posts on a thread of its own while it is open, one order after the other; an order that was not acknowledged is sent
// again under its key. Made and used by one thread.
class Shop {
public:
    explicit Shop(std::vector<std::uint64_t> orders) : orders_(std::move(orders)) {}
    ~Shop() { close(); }
    Shop(const Shop&) = delete;
    Shop& operator=(const Shop&) = delete;

    void open(std::uint16_t port);
    void close();

    // The ids that orders were acknowledged with, by order.
    [[nodiscard]] std::map<std::uint64_t, std::string> acknowledged() const;
    [[nodiscard]] bool done() const { return next_ >= orders_.size(); }
    // An answer that no careful host gives, or empty.
    [[nodiscard]] std::string complaint() const;

private:
    void run(std::uint16_t port);

    const std::vector<std::uint64_t> orders_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> open_ = false;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, std::string> acknowledged_;
    std::string complaint_;
    std::thread thread_;
};

}  // namespace crossdock::simulation
