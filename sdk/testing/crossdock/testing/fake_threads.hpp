// Which thread is which, and what the plugin did against the contract.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace crossdock::sdk::testing {

// Safe from any thread.
class FakeThreads {
public:
    FakeThreads() : main_(std::this_thread::get_id()) {}

    // The calling thread is the adapter's main thread from now on. It is the constructing one until then.
    void become_main();
    [[nodiscard]] bool is_main() const;
    [[nodiscard]] bool is_lane() const;

    // A thread of the lane, for as long as the object lives.
    class Lane {
    public:
        explicit Lane(FakeThreads& threads);
        Lane(const Lane&) = delete;
        Lane& operator=(const Lane&) = delete;
        ~Lane();

    private:
        FakeThreads& threads_;
    };

    // Notes a breach unless the calling thread is main; `function` names what was called.
    void require_main(std::string_view function);
    void breach(std::string text);
    // Every breach so far, in order. A test of a plugin expects none.
    [[nodiscard]] std::vector<std::string> breaches() const;

private:
    mutable std::mutex mutex_;
    std::thread::id main_;
    std::map<std::thread::id, int> lanes_;
    std::vector<std::string> breaches_;
};

}  // namespace crossdock::sdk::testing
